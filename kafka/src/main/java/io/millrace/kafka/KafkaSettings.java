package io.millrace.kafka;

import static java.util.Map.entry;

import io.millrace.outbox.Destinations;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How events are published to Kafka.
 *
 * @param source the CloudEvents source, such as {@code /ordering}
 * @param properties of the Kafka clients, such as those for security; what the guarantees rest on can't be changed
 */
public record KafkaSettings(
        String bootstrapServers,
        Destinations destinations,
        URI source,
        MissingTopics missingTopics,
        Map<String, String> properties) {

    static final int LARGEST_REQUEST = 2 << 20;

    private static final String NEVER = Integer.toString(Integer.MAX_VALUE);

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** Topics that are missing are made, with 6 partitions and the broker's number of replicas. */
    public static KafkaSettings of(String bootstrapServers, Destinations destinations, URI source) {
        return new KafkaSettings(bootstrapServers, destinations, source, MissingTopics.create(6, -1), Map.of());
    }

    public KafkaSettings with(MissingTopics missing) {
        return new KafkaSettings(bootstrapServers, destinations, source, missing, properties);
    }

    /** Adds properties of the Kafka clients. */
    public KafkaSettings with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.putAll(more);
        return new KafkaSettings(bootstrapServers, destinations, source, missingTopics, all);
    }

    /** The largest record in bytes. */
    int largestRecord() {
        String own = properties.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return own == null ? LARGEST_REQUEST : Integer.parseInt(own);
    }

    /** The properties of the producer, with those that the guarantees rest on. */
    public Properties producer() {
        Properties all = new Properties();
        all.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(128 << 10));
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(96 << 20));
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(LARGEST_REQUEST));
        all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "3000");
        all.putAll(properties);
        all.putAll(guarantees());
        return all;
    }

    /**
     * A batch never expires and metadata is never forgotten: an outage pauses. A broker takes any sequence number
     * from a producer that it does not know yet, so with several requests in flight the second could be taken while
     * the first is turned away, and the first would be out of order for ever.
     */
    private Map<String, String> guarantees() {
        return Map.ofEntries(
                entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()),
                entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()),
                entry(ProducerConfig.ACKS_CONFIG, "all"),
                entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
                entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1"),
                entry(ProducerConfig.RETRIES_CONFIG, NEVER),
                entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, NEVER),
                entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER));
    }

    Properties admin() {
        return clients(bootstrapServers, properties);
    }

    /** Properties for an admin client; those that it does not know are left to it to ignore. */
    static Properties clients(String bootstrapServers, Map<String, String> properties) {
        Properties all = new Properties();
        all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "3000");
        all.putAll(properties);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return all;
    }
}
