package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.deadletter.CopiedDeadLetters;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a consumer that only has to run
class DeadLetterTopicsTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("copied-0");
    private final Topic topic = Topic.create(KAFKA, name, 1);
    private final Topic copies = Topic.create(KAFKA, name + ".dlt", 1);

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void what_is_parked_is_copied_as_it_was_with_its_cause_and_what_is_held_is_not() {
        ProducerRecord<byte[], byte[]> broken = TestEvents.record(name, "order-1", "{broken");
        broken.headers().add("tenant", "north".getBytes(UTF_8));
        topic.write(List.of(
                broken,
                TestEvents.record(name, "order-1", TestEvents.CODEC.encode(new OrderCreated("order-1", 2))),
                TestEvents.record(name, "order-2", TestEvents.CODEC.encode(new OrderCreated("order-2", 3)))));
        try (DeadLetterTopics topics = new DeadLetterTopics(KAFKA.bootstrapServers(), Map.of());
                KafkaEventConsumer consumer = start(environment(topics))) {
            Eventually.passes("it is copied", () -> assertThat(copies.records()).hasSize(1));
            Eventually.holds("the others are done", () -> consumer.stats().handled() == 1);
            Eventually.holds("one is held", () -> consumer.stats().held() == 1);
        }
        ConsumerRecord<byte[], byte[]> copy = copies.records().getFirst();
        assertThat(new String(copy.key(), UTF_8)).isEqualTo("order-1");
        assertThat(new String(copy.value(), UTF_8)).isEqualTo("{broken");
        assertThat(Topic.headers(copy))
                .containsAllEntriesOf(original(broken))
                .containsEntry("dlt-source", "consumer:" + name)
                .containsEntry("dlt-location", name + "-0@0")
                .containsKey("dlt-fingerprint");
    }

    @Test
    void a_message_is_parked_though_no_copy_can_be_sent() {
        topic.write(List.of(TestEvents.record(name, "order-1", "{broken")));
        try (DeadLetterTopics closed = new DeadLetterTopics(KAFKA.bootstrapServers(), Map.of())) {
            closed.close();
            try (KafkaEventConsumer consumer = start(environment(closed))) {
                Eventually.holds("it is parked", () -> consumer.stats().parked() == 1);
            }
        }
        assertThat(backbone.letters(name, "order-1")).containsExactly("PARKED");
    }

    private ConsumerEnvironment environment(DeadLetterTopics topics) {
        return backbone.consuming(
                backbone.transactions,
                new CopiedDeadLetters(backbone.deadLetters, backbone.transactions, topics),
                Duration.ofSeconds(60));
    }

    private KafkaEventConsumer start(ConsumerEnvironment environment) {
        return KafkaEventConsumer.start(
                EventConsumer.named(name).topic(name).on(OrderCreated.class, received -> {}),
                environment,
                KafkaConsumerSettings.of(KAFKA.bootstrapServers()));
    }

    private static Map<String, String> original(ProducerRecord<byte[], byte[]> written) {
        Map<String, String> headers = new HashMap<>();
        written.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
