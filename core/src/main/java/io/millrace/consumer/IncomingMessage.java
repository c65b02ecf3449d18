package io.millrace.consumer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came from a broker, undecoded.
 *
 * @param attributes CloudEvents attributes without their protocol's prefix, and {@code content-type}; any other
 *     header stands under {@code header.} and its name, so that it never passes for an attribute
 */
public record IncomingMessage(Origin origin, @Nullable String key, Map<String, String> attributes, String body) {

    /** Where a message stands: topic, partition and offset, or queue, 0 and delivery tag. */
    public record Origin(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    public IncomingMessage {
        attributes = Map.copyOf(attributes);
    }
}
