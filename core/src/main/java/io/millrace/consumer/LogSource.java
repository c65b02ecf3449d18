package io.millrace.consumer;

import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.event.CloudEvents;
import io.millrace.log.Lanes;
import io.millrace.log.Log;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.OutgoingMessage;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * A log that consumers read without a broker: an outbox, or the messages that leave an event store.
 *
 * @param name durable: it keys the cursors of those who read the log
 * @param log may be another service's, in another schema or another database
 * @param destinations tell the topic that an event would have on a broker
 * @param source the CloudEvents source of its events
 */
public record LogSource(String name, Log<? extends Outgoing> log, Destinations destinations, URI source) {

    private static final String CONTENT_TYPE = "content-type";

    public LogSource {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "a source's name has 1 to 100 letters, digits, dots, dashes or underscores: " + name);
        }
    }

    /** Whether a topic of the name could be one of its. */
    public boolean mayCarry(String topic) {
        return topic.startsWith(destinations.prefix() + ".");
    }

    String topicOf(OutgoingMessage message) {
        return destinations.topic(message.aggregateType(), message.metadata().type());
    }

    /** The message as a broker would have delivered it; its lane stands for the partition. */
    IncomingMessage incoming(OutgoingMessage message) {
        Map<String, String> attributes =
                new HashMap<>(CloudEvents.attributes(message.metadata(), source, message.key(), message.sequence()));
        attributes.put(CONTENT_TYPE, CloudEvents.CONTENT_TYPE);
        Origin origin = new Origin(topicOf(message), Lanes.of(message.key()), message.position());
        return new IncomingMessage(origin, message.key(), attributes, message.payload());
    }
}
