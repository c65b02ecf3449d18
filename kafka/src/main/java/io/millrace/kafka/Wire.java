package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.event.CloudEvents;
import io.millrace.outbox.OutgoingMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** CloudEvents 1.0 in Kafka's binary mode. A header is text and never chooses a class. */
final class Wire {

    private static final String PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String FOREIGN = "header.";
    private static final Header JSON = new RecordHeader(CONTENT_TYPE, CloudEvents.CONTENT_TYPE.getBytes(UTF_8));
    private static final int MOST_HEADERS = 13;
    private static final Set<String> WITHOUT_PREFIX =
            Set.of(CloudEvents.TRACE_PARENT, CloudEvents.CORRELATION_ID, CloudEvents.CAUSATION_ID);

    /** Header names by attribute, of which there are a handful. */
    private static final Map<String, String> HEADERS = new ConcurrentHashMap<>();

    private Wire() {}

    static ProducerRecord<byte[], byte[]> encode(String topic, OutgoingMessage message, URI source) {
        List<Header> headers = new ArrayList<>(MOST_HEADERS);
        CloudEvents.write(
                message.metadata(),
                source,
                message.key(),
                message.sequence(),
                (name, value) -> headers.add(new RecordHeader(headerOf(name), value.getBytes(UTF_8))));
        headers.add(JSON);
        return new ProducerRecord<>(
                topic,
                null,
                message.key().getBytes(UTF_8),
                message.payload().getBytes(UTF_8),
                new RecordHeaders(headers.toArray(Header[]::new)));
    }

    private static String headerOf(String attribute) {
        return HEADERS.computeIfAbsent(attribute, name -> WITHOUT_PREFIX.contains(name) ? name : PREFIX + name);
    }

    /** Reads whatever is there: bytes that are no UTF-8 become replacement characters, an absent value is empty. */
    static IncomingMessage decode(ConsumerRecord<byte[], byte[]> received) {
        String body = text(received.value());
        return new IncomingMessage(
                new Origin(received.topic(), received.partition(), received.offset()),
                text(received.key()),
                attributes(received.headers()),
                body == null ? "" : body);
    }

    private static Map<String, String> attributes(Headers headers) {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : headers) {
            String value = text(header.value());
            if (value != null) {
                attributes.put(attributeOf(header.key()), value);
            }
        }
        return attributes;
    }

    /** A foreign header, such as an {@code id}, must not pass for an attribute. */
    private static String attributeOf(String header) {
        if (header.startsWith(PREFIX)) {
            return header.substring(PREFIX.length());
        }
        return WITHOUT_PREFIX.contains(header) || header.equals(CONTENT_TYPE) ? header : FOREIGN + header;
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    /** The headers that {@link #decode} reads as these attributes. */
    static Map<String, String> headers(Map<String, String> attributes) {
        Map<String, String> headers = new HashMap<>();
        attributes.forEach((name, value) -> headers.put(headerNamed(name), value));
        return headers;
    }

    private static String headerNamed(String attribute) {
        if (attribute.startsWith(FOREIGN)) {
            return attribute.substring(FOREIGN.length());
        }
        return attribute.equals(CONTENT_TYPE) ? attribute : headerOf(attribute);
    }

    /** At least the bytes that the record takes in a request. */
    static long sizeOf(ProducerRecord<byte[], byte[]> sent) {
        long size = 128L + sent.key().length + sent.value().length;
        for (Header header : sent.headers()) {
            size += header.key().length() + header.value().length + 10L;
        }
        return size;
    }
}
