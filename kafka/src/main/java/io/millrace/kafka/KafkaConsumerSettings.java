package io.millrace.kafka;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How a consumer reads from Kafka.
 *
 * @param concurrency partitions worked at the same time; each takes a connection, so stay below half the pool
 * @param batch messages in one transaction at the most
 * @param handOver how long a partition that is taken away may finish the transaction at hand
 * @param properties of the Kafka clients, such as those for security; what the guarantees rest on can't be changed
 */
public record KafkaConsumerSettings(
        String bootstrapServers, int concurrency, int batch, Duration handOver, Map<String, String> properties) {

    static final Duration COMMIT_AT_MOST = Duration.ofSeconds(1);

    public KafkaConsumerSettings {
        if (concurrency < 1 || batch < 1) {
            throw new IllegalArgumentException("concurrency and batch are at least 1");
        }
        properties = Map.copyOf(properties);
    }

    /** 4 partitions at a time, 500 messages in a transaction, 2 s to hand over. */
    public static KafkaConsumerSettings of(String bootstrapServers) {
        return new KafkaConsumerSettings(bootstrapServers, 4, 500, Duration.ofSeconds(2), Map.of());
    }

    /** Adds properties of the Kafka clients. */
    public KafkaConsumerSettings with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.putAll(more);
        return new KafkaConsumerSettings(bootstrapServers, concurrency, batch, handOver, all);
    }

    /** How long closing a consumer takes in the worst case: the hand-over, and a second to commit and to leave. */
    public Duration closesWithin() {
        return handOver.plus(COMMIT_AT_MOST);
    }

    Properties consumer(String group) {
        Properties all = new Properties();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "3000");
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
        all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "3000");
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "3000");
        all.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(batch));
        all.putAll(properties);
        all.putAll(guarantees(group));
        return all;
    }

    private Map<String, String> guarantees(String group) {
        return Map.ofEntries(
                entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                entry(ConsumerConfig.GROUP_ID_CONFIG, group),
                entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName()),
                entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName()),
                entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
    }

    Properties admin() {
        return KafkaSettings.clients(bootstrapServers, properties);
    }
}
