package io.millrace.kafka;

import io.millrace.kafka.TopicGate.Sending;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.outbox.Publisher;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to Kafka with an idempotent producer whose batches never expire: an outage of the broker delays a
 * message, and never reorders those of a key.
 *
 * <p>Size, topic and rights are looked at before a message is sent. After a failure that is no refusal the
 * producer is closed at once, so that no later message overtakes the failed one; open a new publisher then.
 */
public final class KafkaPublisher implements Publisher {

    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);

    private final KafkaSettings settings;
    private final TopicSetup topics;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, TopicGate> gates = new ConcurrentHashMap<>();
    private final long largest;
    private volatile boolean closed;

    private KafkaPublisher(KafkaSettings settings) {
        this.settings = settings;
        this.topics = new TopicSetup(settings);
        this.largest = settings.largestRecord();
        this.producer = new KafkaProducer<>(settings.producer());
    }

    /** Opens a publisher; does not wait for Kafka. */
    public static KafkaPublisher open(KafkaSettings settings) {
        return new KafkaPublisher(settings);
    }

    @Override
    public CompletionStage<?> publish(OutgoingMessage message) {
        CompletableFuture<@Nullable RecordMetadata> outcome = new CompletableFuture<>();
        String topic = settings.destinations()
                .topic(message.aggregateType(), message.metadata().type());
        ProducerRecord<byte[], byte[]> data = Wire.encode(topic, message, settings.source());
        long size = Wire.sizeOf(data);
        if (size > largest) {
            outcome.completeExceptionally(new PublishRefusedException(
                    "the message takes %d bytes, more than the %d allowed".formatted(size, largest), null));
            return outcome;
        }
        gates.computeIfAbsent(topic, this::gate).pass(new Sending(data, outcome));
        return outcome;
    }

    private TopicGate gate(String topic) {
        return new TopicGate(topic, this::prepare, this::send);
    }

    /** Leaves the topic's metadata with the producer, so that its send does not wait for it. */
    private void prepare(String topic) throws Exception {
        topics.prepare(topic);
        producer.partitionsFor(topic);
    }

    private void send(Sending sending) {
        if (closed) {
            sending.outcome().completeExceptionally(new IllegalStateException("the publisher is closed"));
            return;
        }
        try {
            producer.send(sending.data(), (metadata, failure) -> complete(sending, metadata, failure));
        } catch (RuntimeException e) {
            complete(sending, null, e);
        }
    }

    private void complete(Sending sending, @Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null) {
            sending.outcome().complete(metadata);
            return;
        }
        if (Refusals.isRefusal(failure)) {
            sending.outcome()
                    .completeExceptionally(Refusals.refused(sending.data().topic(), failure));
            return;
        }
        if (!closed) {
            log.info("publishing to {} failed: {}", sending.data().topic(), failure.toString());
            closed = true;
            producer.close(Duration.ZERO);
        }
        sending.outcome().completeExceptionally(failure);
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ZERO);
        gates.values().forEach(TopicGate::close);
    }
}
