package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.Relay;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.rabbitmq.TestEvents.OrderCreated;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the outbox over relay and queue to the effects of a consumer. */
@NeedsRabbitMq
@SuppressWarnings("try") // a resource that only has to run
class OutboxOverRabbitTest {

    private final Backbone backbone = Backbone.create();
    private final String prefix = TestEvents.unique("over");
    private final Queue queue = new Queue(prefix, prefix + ".order");
    private final RabbitSettings settings = RabbitSettings.of(
                    Queue.server(), Destinations.perAggregate(prefix), URI.create("/orders"))
            .with(queue.topology());
    private final EventConsumer definition = EventConsumer.named(prefix)
            .topic(queue.exchange())
            .on(OrderCreated.class, received -> backbone.effect(prefix, received));

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void CO_1_CO_3_what_is_added_is_handled_once_and_in_order_for_each_key() {
        try (Relay relay = relay();
                RabbitEventConsumer running = consume(definition)) {
            addAndAwait(0, 200);

            Eventually.holds(
                    "the relay has passed everything", () -> relay.status().backlog() == 0);
            Eventually.holds("nothing is counted behind", () -> running.lag() == 0);
            assertThat(running.state()).isEqualTo(RabbitEventConsumer.State.RUNNING);
            assertThat(running.failure()).isEmpty();
        }
        assertHandled(200);
    }

    @Test
    void CO_1_CO_3_RL_6_killed_connections_and_a_deleted_queue_heal_by_themselves() {
        try (Relay relay = relay();
                RabbitEventConsumer running = consume(definition)) {
            addAndAwait(0, 50);
            RabbitMq.shared().closeConnections();
            addAndAwait(50, 100);
            Eventually.holds("everything is acknowledged", () -> running.lag() == 0);
            queue.delete();
            addAndAwait(100, 150);
        }
        assertHandled(150);
        assertThat(backbone.parkedBy(prefix)).isEmpty();
    }

    @Test
    void RL_2_nothing_of_a_rolled_back_transaction_is_published() {
        try (Relay relay = relay()) {
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

        assertThat(queue.takeBodies())
                .containsExactly("{\"orderId\":\"order-1\",\"number\":1}", "{\"orderId\":\"order-1\",\"number\":3}");
    }

    @Test
    void each_consumer_gets_everything_and_an_event_type_has_an_exchange_of_its_own_where_that_is_wanted() {
        RabbitSettings perType = new RabbitSettings(
                settings.server(),
                Destinations.perEventType(prefix),
                settings.source(),
                settings.topology(),
                settings.window(),
                settings.largestMessage());
        EventConsumer other = EventConsumer.named(prefix + "-other")
                .topic(prefix + ".order.created")
                .on(OrderCreated.class, received -> backbone.effect("other", received));
        EventConsumer another = EventConsumer.named(prefix + "-another")
                .topic(prefix + ".order.created")
                .on(OrderCreated.class, received -> backbone.effect("another", received));
        try (RabbitEventConsumer first = consume(other);
                RabbitEventConsumer second = consume(another)) {
            Eventually.holds(
                    "both have subscribed",
                    () -> first.state() == RabbitEventConsumer.State.RUNNING
                            && second.state() == RabbitEventConsumer.State.RUNNING);
            try (Relay relay = relay(perType)) {
                backbone.add("order-1", 1);

                Eventually.holds(
                        "both have it", () -> backbone.effects("other") == 1 && backbone.effects("another") == 1);
            }
        }
    }

    private void addAndAwait(int from, int to) {
        IntStream.range(from, to).forEach(i -> backbone.add("order-" + i % 5, i / 5));
        Eventually.holds("everything is handled", () -> backbone.effects(prefix) >= to);
    }

    private void assertHandled(int events) {
        for (int key = 0; key < 5; key++) {
            assertThat(backbone.numbers(prefix, "order-" + key))
                    .isEqualTo(IntStream.range(0, events / 5).boxed().toList());
        }
    }

    private Relay relay() {
        return relay(settings);
    }

    private Relay relay(RabbitSettings over) {
        return Relay.start(
                PostgresOutbox.SUBSCRIPTION,
                backbone.relaying(),
                () -> RabbitPublisher.open(over),
                Relay.Settings.defaults());
    }

    private RabbitEventConsumer consume(EventConsumer consumer) {
        return RabbitEventConsumer.start(consumer, backbone.consuming(), RabbitConsumerSettings.of(Queue.server()));
    }
}
