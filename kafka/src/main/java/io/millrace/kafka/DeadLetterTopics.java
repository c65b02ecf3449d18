package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetterCopy;
import io.millrace.work.SafeMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what a consumer parks to the topic that the message came from, with {@code .dlt} behind its name: the message
 * as it was, and headers that tell where it stood and what it failed with. A topic that is missing is not made, unless
 * the broker does so itself. Safe for use by many threads.
 */
public final class DeadLetterTopics implements DeadLetterCopy, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterTopics.class);
    private static final String SUFFIX = ".dlt";
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final KafkaProducer<byte[], byte[]> producer;

    /** @param properties of Kafka's clients, such as those for security */
    public DeadLetterTopics(String bootstrapServers, Map<String, String> properties) {
        Properties all = KafkaSettings.clients(bootstrapServers, properties);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000");
        this.producer = new KafkaProducer<>(all);
    }

    @Override
    public void send(DeadLetter letter) {
        producer.send(copyOf(letter), (sent, failure) -> {
            if (failure != null) {
                log.warn("no copy of the dead letter {}: {}", letter.location(), SafeMessage.of(failure));
            }
        });
    }

    private static ProducerRecord<byte[], byte[]> copyOf(DeadLetter letter) {
        String key = letter.key();
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                topicOf(letter.location()) + SUFFIX,
                key == null ? null : key.getBytes(UTF_8),
                letter.payload().getBytes(UTF_8));
        Wire.headers(letter.attributes())
                .forEach((name, value) -> copy.headers().add(name, value.getBytes(UTF_8)));
        copy.headers()
                .add("dlt-source", letter.source().getBytes(UTF_8))
                .add("dlt-location", letter.location().getBytes(UTF_8))
                .add("dlt-fingerprint", letter.failure().fingerprint().getBytes(UTF_8));
        return copy;
    }

    /** Of a location such as {@code marketplace.order-0@17}. */
    private static String topicOf(String location) {
        int end = location.lastIndexOf('-', Math.max(0, location.lastIndexOf('@')));
        return end < 0 ? location : location.substring(0, end);
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
