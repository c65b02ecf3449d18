package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.Relay;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the outbox over relay and topic to the effects of a consumer. */
@SuppressWarnings("try") // a resource that only has to run
class OutboxOverKafkaTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();

    private final Backbone backbone = Backbone.create();
    private final String prefix = TestEvents.unique("over");
    private final KafkaSettings settings =
            KafkaSettings.of(KAFKA.bootstrapServers(), Destinations.perAggregate(prefix), URI.create("/orders"));
    private final String consumer = TestEvents.unique("consumer");
    private final EventConsumer definition = EventConsumer.named(consumer)
            .topic(prefix + ".order")
            .on(OrderCreated.class, received -> backbone.effect(consumer, received));

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void CO_1_CO_3_what_is_added_is_handled_once_and_in_order_for_each_key() {
        try (Relay relay = relay(settings);
                KafkaEventConsumer running = consume(definition)) {
            for (int i = 0; i < 200; i++) {
                backbone.add("order-" + i % 5, i / 5);
            }

            Eventually.holds("everything is handled", () -> backbone.effects(consumer) >= 200);
            Eventually.holds(
                    "the relay has passed everything", () -> relay.status().backlog() == 0);
            Eventually.holds("Kafka counts nothing behind", () -> running.lag().values().stream()
                    .allMatch(behind -> behind == 0));
            assertThat(running.state()).isEqualTo(KafkaEventConsumer.State.RUNNING);
            assertThat(running.failure()).isEmpty();
        }
        for (int key = 0; key < 5; key++) {
            assertThat(backbone.numbers(consumer, "order-" + key))
                    .isEqualTo(IntStream.range(0, 40).boxed().toList());
        }
    }

    @Test
    void RL_2_nothing_of_a_rolled_back_transaction_is_published() {
        try (Relay relay = relay(settings)) {
            backbone.add("order-1", 1);
            try {
                backbone.transactions.run(() -> {
                    backbone.outbox.add(new OutgoingEvent("Order", "order-1", new OrderCreated("order-1", 2)));
                    throw new IllegalArgumentException("rolled back");
                });
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessage("rolled back");
            }
            backbone.add("order-1", 3);

            Eventually.holds(
                    "the relay has passed everything", () -> relay.status().backlog() == 0);
        }

        assertThat(new Topic(KAFKA, prefix + ".order").records())
                .extracting(received -> Wire.decode(received).body())
                .containsExactly("{\"orderId\":\"order-1\",\"number\":1}", "{\"orderId\":\"order-1\",\"number\":3}");
    }

    @Test
    void the_view_shows_pending_rows_and_later_processed_ones() {
        backbone.add("order-1", 1);
        assertThat(statuses()).containsExactly("PENDING");

        try (Relay relay = relay(settings)) {
            Eventually.passes(
                    "the row is processed", () -> assertThat(statuses()).containsExactly("PROCESSED"));
        }

        assertThat(backbone.query("SELECT processed_at FROM millrace.outbox_events"))
                .doesNotContain("null");
    }

    @Test
    void a_topic_for_each_event_type_reaches_the_consumer_of_that_topic() {
        KafkaSettings perType =
                KafkaSettings.of(KAFKA.bootstrapServers(), Destinations.perEventType(prefix), URI.create("/orders"));
        EventConsumer ofCreated = EventConsumer.named(consumer)
                .topic(prefix + ".order.created")
                .on(OrderCreated.class, received -> backbone.effect(consumer, received));
        try (Relay relay = relay(perType);
                KafkaEventConsumer running = consume(ofCreated)) {
            backbone.add("order-1", 1);

            Eventually.holds("it is handled", () -> backbone.effects(consumer) == 1);
        }
    }

    @Test
    void RL_4_a_refused_message_is_parked_and_holds_back_only_its_key() {
        try (Relay relay = relay(settings.with(Map.of("max.request.size", "20000")))) {
            String large = "x".repeat(30_000);
            backbone.transactions.run(
                    () -> backbone.outbox.add(new OutgoingEvent("Order", "order-1", new OrderCreated(large, 1))));
            backbone.add("order-1", 2);
            backbone.add("order-2", 3);

            Eventually.holds(
                    "the relay has passed everything", () -> relay.status().backlog() == 0);
        }

        assertThat(new Topic(KAFKA, prefix + ".order").records())
                .extracting(received -> Wire.decode(received).key())
                .containsExactly("order-2");
        assertThat(backbone.query(
                        "SELECT state FROM millrace.dead_letters WHERE source = 'relay:outbox' ORDER BY location"))
                .containsExactly("PARKED", "HELD");
        assertThat(statuses()).containsExactly("FAILED", "PENDING", "PROCESSED");
    }

    private List<String> statuses() {
        return backbone.query("SELECT status FROM millrace.outbox_events ORDER BY id");
    }

    private Relay relay(KafkaSettings settings) {
        return Relay.start(
                PostgresOutbox.SUBSCRIPTION,
                backbone.relaying(),
                () -> KafkaPublisher.open(settings),
                Relay.Settings.defaults());
    }

    private KafkaEventConsumer consume(EventConsumer consumer) {
        return KafkaEventConsumer.start(
                consumer, backbone.consuming(), KafkaConsumerSettings.of(KAFKA.bootstrapServers()));
    }
}
