package io.millrace.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** What the publisher does about a topic that does not exist. */
public sealed interface MissingTopics {

    /**
     * Makes the topic.
     *
     * @param replicationFactor -1 for the broker's default
     * @param configuration of the new topic, such as {@code retention.ms}
     */
    record Create(int partitions, short replicationFactor, Map<String, String> configuration) implements MissingTopics {

        public Create {
            if (partitions < 1 || replicationFactor == 0 || replicationFactor < -1) {
                throw new IllegalArgumentException("a topic needs partitions and replicas, not %d and %d"
                        .formatted(partitions, replicationFactor));
            }
            configuration = Map.copyOf(configuration);
        }

        /** Drops records after the time. A projection can no longer be rebuilt from such a topic. */
        public Create retaining(Duration time) {
            Map<String, String> changed = new LinkedHashMap<>(configuration);
            changed.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()));
            return new Create(partitions, replicationFactor, changed);
        }
    }

    /** Parks the message. */
    record Refuse() implements MissingTopics {}

    /** Makes topics that keep everything, so that projections can be rebuilt from them. */
    static Create create(int partitions, int replicationFactor) {
        return new Create(
                partitions,
                (short) replicationFactor,
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(KafkaSettings.LARGEST_REQUEST)));
    }

    static Refuse refuse() {
        return new Refuse();
    }
}
