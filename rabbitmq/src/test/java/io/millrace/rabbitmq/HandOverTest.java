package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.EventHandler;
import io.millrace.rabbitmq.TestEvents.OrderCreated;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A queue that goes from one instance to another. */
@NeedsRabbitMq
@SuppressWarnings("try") // a consumer that only has to run
class HandOverTest {

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("hand-over");
    private final Queue queue = Queue.declare(name);

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void CO_3_one_instance_is_active_and_another_goes_on_in_order_when_it_is_closed() {
        List<Integer> handled = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch never = new CountDownLatch(1);
        EventHandler<OrderCreated> slow = received -> {
            handled.add(received.event().number());
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        };
        try (RabbitEventConsumer first = start(slow, Duration.ofSeconds(2));
                RabbitEventConsumer second = start(slow, Duration.ofSeconds(2))) {
            Eventually.holds("both have subscribed", () -> running(first) && running(second));
            write(0, 60);
            Eventually.holds("one is in the middle", () -> handled.size() >= 5);
            assertThat(List.of(first.stats().handled(), second.stats().handled()))
                    .contains(0L);
            (first.stats().handled() > 0 ? first : second).close();

            Eventually.holds("the other handles the rest", () -> handled.contains(59));
        }
        assertThat(handled).isEqualTo(IntStream.range(0, 60).boxed().toList());
    }

    @Test
    void CO_6_who_takes_over_waits_for_the_transaction_in_work_and_the_old_instance_begins_no_other() {
        CountDownLatch handling = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        EventHandler<OrderCreated> hanging = received -> {
            backbone.effect("old", received);
            calls.incrementAndGet();
            assertThat(handling.await(30, TimeUnit.SECONDS)).isTrue();
        };
        write(0, 3);
        try (RabbitEventConsumer old = start(hanging, Duration.ofSeconds(20))) {
            Eventually.holds("the old instance handles the first", () -> calls.get() == 1);
            try (RabbitEventConsumer taker =
                    start(received -> backbone.effect("new", received), Duration.ofSeconds(2))) {
                Eventually.holds("the other stands by", () -> running(taker));
                RabbitMq.shared().closeConnections();
                Eventually.holds("the other waits", () -> raising() == 1);
                handling.countDown();

                Eventually.holds("the other has the rest", () -> backbone.effects("new") == 2);
            }
        }
        assertThat(backbone.query("SELECT number FROM effects WHERE consumer = 'old'"))
                .containsExactly("0");
        assertThat(backbone.query("SELECT number FROM effects WHERE consumer = 'new' ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(calls.get()).isEqualTo(1);
    }

    private long raising() {
        return Long.parseLong(backbone.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE 'INSERT%consumer_partition%'")
                .getFirst());
    }

    private static boolean running(RabbitEventConsumer consumer) {
        return consumer.state() == RabbitEventConsumer.State.RUNNING;
    }

    private RabbitEventConsumer start(EventHandler<OrderCreated> handler, Duration handOver) {
        RabbitConsumerSettings usual = RabbitConsumerSettings.of(Queue.server());
        EventConsumer consumer = EventConsumer.named(name)
                .topic(queue.exchange())
                .on(OrderCreated.class, handler)
                .eachInItsOwnTransaction();
        return RabbitEventConsumer.start(
                consumer,
                backbone.consuming(),
                new RabbitConsumerSettings(
                        usual.server(),
                        usual.topology(),
                        usual.concurrency(),
                        usual.batch(),
                        usual.prefetch(),
                        handOver,
                        usual.holdAtMost()));
    }

    private void write(int from, int to) {
        queue.write(IntStream.range(from, to)
                .mapToObj(number -> TestEvents.created("order-1", number))
                .toList());
    }
}
