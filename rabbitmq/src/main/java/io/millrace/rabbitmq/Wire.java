package io.millrace.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.outbox.OutgoingMessage;
import java.net.URI;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in AMQP's binary mode, as the binding's "cloudEvents:" properties; "cloudEvents_", the other
 * spelling that the binding knows, is read too. A header is text and never chooses a class.
 */
final class Wire {

    private static final int PERSISTENT = 2;
    private static final String PREFIX = "cloudEvents:";
    private static final String OTHER_PREFIX = "cloudEvents_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String FOREIGN = "header.";
    private static final Set<String> WITHOUT_PREFIX =
            Set.of(CloudEvents.TRACE_PARENT, CloudEvents.CORRELATION_ID, CloudEvents.CAUSATION_ID);

    private Wire() {}

    static BasicProperties encode(OutgoingMessage message, URI source) {
        Map<String, Object> headers = new HashMap<>();
        CloudEvents.attributes(message.metadata(), source, message.key(), message.sequence())
                .forEach((name, value) -> headers.put(headerOf(name), value));
        return new BasicProperties.Builder()
                .contentType(CloudEvents.CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .messageId(message.metadata().eventId().toString())
                .headers(headers)
                .build();
    }

    private static String headerOf(String attribute) {
        return WITHOUT_PREFIX.contains(attribute) ? attribute : PREFIX + attribute;
    }

    /** The aggregate and the event type in lower case, such as {@code order.ordercreated}. */
    static String routingKey(OutgoingMessage message) {
        return (message.aggregateType() + "." + message.metadata().type()).toLowerCase(Locale.ROOT);
    }

    /** At least the bytes that the headers take. */
    static int sizeOf(BasicProperties properties) {
        int size = 0;
        for (Map.Entry<String, Object> header : properties.getHeaders().entrySet()) {
            size += header.getKey().length() + header.getValue().toString().getBytes(UTF_8).length + 10;
        }
        return size;
    }

    /** Reads whatever is there: bytes that are no UTF-8 become replacement characters. */
    static IncomingMessage decode(String queue, int lane, Delivery delivery) {
        Map<String, String> attributes = attributes(delivery.getProperties());
        return new IncomingMessage(
                new Origin(queue, lane, numberOf(attributes.get(CloudEvents.ID))),
                attributes.get(CloudEvents.SUBJECT),
                attributes,
                new String(delivery.getBody(), UTF_8));
    }

    /**
     * RabbitMQ numbers deliveries anew in each channel. This number is the same whenever the message comes, as far
     * as it has an id, and no other message's.
     */
    private static long numberOf(@Nullable String eventId) {
        UUID id;
        try {
            id = eventId == null ? EventIds.next() : UUID.fromString(eventId);
        } catch (IllegalArgumentException e) {
            id = EventIds.next();
        }
        return id.getLeastSignificantBits() & Long.MAX_VALUE;
    }

    /** The key whose order the message belongs to. */
    static @Nullable String keyOf(Delivery delivery) {
        Map<String, Object> headers = delivery.getProperties().getHeaders();
        if (headers == null) {
            return null;
        }
        Object key = headers.get(PREFIX + CloudEvents.SUBJECT);
        Object otherwise = key == null ? headers.get(OTHER_PREFIX + CloudEvents.SUBJECT) : key;
        return otherwise == null ? null : otherwise.toString();
    }

    private static Map<String, String> attributes(BasicProperties properties) {
        Map<String, String> attributes = new HashMap<>();
        Map<String, Object> headers = properties.getHeaders();
        if (headers != null) {
            headers.forEach((name, value) -> put(attributes, attributeOf(name), value));
        }
        put(attributes, CONTENT_TYPE, properties.getContentType());
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable Object value) {
        if (value instanceof Date date) {
            attributes.put(name, date.toInstant().toString());
        } else if (value != null) {
            attributes.put(name, value.toString());
        }
    }

    /** A foreign header, such as an {@code id}, must not pass for an attribute. */
    private static String attributeOf(String header) {
        if (header.startsWith(PREFIX) || header.startsWith(OTHER_PREFIX)) {
            return header.substring(PREFIX.length());
        }
        return WITHOUT_PREFIX.contains(header) ? header : FOREIGN + header;
    }
}
