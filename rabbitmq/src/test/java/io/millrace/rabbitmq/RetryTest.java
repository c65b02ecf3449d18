package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.EventHandler;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.rabbitmq.TestEvents.OrderCreated;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.work.TransientFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handler that fails or waits, and messages that can't be read. */
@NeedsRabbitMq
@SuppressWarnings("try") // a consumer that only has to run
class RetryTest {

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("retry");
    private final Queue queue = Queue.declare(name);
    private final RabbitConsumerSettings settings = RabbitConsumerSettings.of(Queue.server());

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void CO_4_a_message_that_always_fails_is_parked_while_other_lanes_go_on_past_the_prefetch() {
        CountDownLatch othersHandled = new CountDownLatch(1);
        EventHandler<OrderCreated> handler = received -> {
            if (received.event().number() == 2 && othersHandled.getCount() > 0) {
                throw new TransientFailureException("keeps its lane busy", new Exception());
            }
            if (received.event().number() == 2) {
                throw new IllegalStateException("never");
            }
            backbone.effect(name, received);
        };
        RabbitConsumerSettings small = new RabbitConsumerSettings(
                settings.server(), settings.topology(), 4, 10, 20, settings.handOver(), settings.holdAtMost());
        try (RabbitEventConsumer consumer = start(handler, small)) {
            write("order-0", 1, 2, 3);
            Eventually.holds("the first lane is stuck", () -> consumer.failure().isPresent());
            write("order-1", IntStream.range(10, 110).toArray());
            Eventually.holds(
                    "the other goes on", () -> backbone.numbers(name, "order-1").size() == 100);
            othersHandled.countDown();

            Eventually.holds(
                    "the poison is parked", () -> backbone.parkedBy(name).size() > 0);
            assertThat(backbone.parkedBy(name).getLast()).satisfies(letter -> {
                assertThat(letter.failure().message()).isEqualTo("never");
                assertThat(letter.payload()).contains("\"number\":2");
            });
            Eventually.holds("everything is acknowledged", () -> consumer.lag() == 0 && queue.ready() == 0);
        }
    }

    @Test
    void CO_4_messages_that_cannot_be_read_are_parked_each_with_its_payload() {
        List<OutgoingMessage> messages = new ArrayList<>();
        messages.add(TestEvents.message("order-0", "{"));
        messages.add(TestEvents.message("order-0", "["));
        messages.add(TestEvents.created("order-0", 1));
        try (RabbitEventConsumer consumer = start(received -> backbone.effect(name, received), settings)) {
            queue.write(messages);

            Eventually.holds("both are parked", () -> backbone.parkedBy(name).size() >= 2);
            assertThat(backbone.parkedBy(name))
                    .extracting(letter -> letter.payload())
                    .contains("{", "[");
            Eventually.holds("everything is acknowledged", () -> consumer.lag() == 0 && queue.ready() == 0);
        }
    }

    @Test
    void what_is_held_for_too_long_is_taken_anew_and_handled_once() {
        AtomicInteger attempts = new AtomicInteger();
        EventHandler<OrderCreated> handler = received -> {
            if (attempts.incrementAndGet() < 20) {
                throw new TransientFailureException("not yet", new Exception());
            }
            backbone.effect(name, received);
        };
        try (RabbitEventConsumer consumer = start(handler, settings.holdingAtMost(Duration.ofMillis(300)))) {
            write("order-0", 1, 2, 3);

            Eventually.passes("all are handled in order", () -> assertThat(backbone.numbers(name, "order-0"))
                    .containsExactly(1, 2, 3));
        }
        assertThat(backbone.query("SELECT max(epoch) > 1 FROM millrace.consumer_partition WHERE consumer = ?", name))
                .containsExactly("t");
        assertThat(backbone.parkedBy(name)).isEmpty();
    }

    private RabbitEventConsumer start(EventHandler<OrderCreated> handler, RabbitConsumerSettings settings) {
        return RabbitEventConsumer.start(
                EventConsumer.named(name).topic(queue.exchange()).on(OrderCreated.class, handler),
                backbone.consuming(),
                settings);
    }

    private void write(String key, int... numbers) {
        queue.write(IntStream.of(numbers)
                .mapToObj(number -> TestEvents.created(key, number))
                .toList());
    }
}
