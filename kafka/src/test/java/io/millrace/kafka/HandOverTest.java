package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.EventHandler;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A partition that goes from one instance to another while messages of it are buffered. */
@SuppressWarnings("try") // a consumer that only has to run
class HandOverTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();
    private static final KafkaConsumerSettings SETTINGS =
            new KafkaConsumerSettings(KAFKA.bootstrapServers(), 4, 500, Duration.ofSeconds(1), Map.of());

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("hand-over");
    private final Topic topic = Topic.create(KAFKA, name, 1);

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void closing_in_the_middle_of_a_buffered_batch_repeats_no_effect_outside_the_database() {
        List<Integer> sent = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch never = new CountDownLatch(1);
        EventHandler<OrderCreated> slow = received -> {
            sent.add(received.event().number());
            assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        };
        write(0, 60);
        try (Backbone ending = Backbone.at(backbone.jdbcUrl());
                KafkaEventConsumer first = start(slow, ending.consuming(), SETTINGS)) {
            Eventually.holds("it is in the middle", () -> sent.size() >= 5);
            first.close();
            assertThat(sent).hasSizeLessThan(60);
        }
        try (KafkaEventConsumer second = start(slow, backbone.consuming(), SETTINGS)) {
            Eventually.holds("the others are handled", () -> sent.contains(59));
            assertThat(second.stats().duplicates()).isZero();
        }
        assertThat(sent).isEqualTo(numbers(0, 60));
    }

    @Test
    void CO_6_who_takes_a_partition_over_waits_for_the_transaction_in_work_and_later_ones_of_the_old_owner_fail() {
        CountDownLatch handling = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        EventHandler<OrderCreated> hanging = received -> {
            backbone.effect("old", received);
            if (calls.incrementAndGet() == 1) {
                await(handling);
            }
        };
        SecondTransactionWaits transactions = new SecondTransactionWaits(backbone.transactions);
        write(0, 3);
        try (PollStall stall = PollStall.begin();
                KafkaEventConsumer old =
                        start(hanging, backbone.consuming(transactions), SETTINGS.with(stall.properties()))) {
            Eventually.holds("the old owner handles the first", () -> calls.get() == 1);
            stall.arm();
            write(3, 4);
            Eventually.holds("it no longer polls", stall::stalled);
            try (KafkaEventConsumer taker =
                    start(received -> backbone.effect("new", received), backbone.consuming(), SETTINGS)) {
                Eventually.holds("the new owner waits", () -> raising() == 1);
                assertThat(epoch()).isEqualTo(1);

                handling.countDown();
                Eventually.holds("the new owner has the others", () -> backbone.effects("new") == 3);
                transactions.letPass();
                Eventually.holds("the old owner was fenced", transactions::fenced);
                stall.close();
                write(4, 6);
                Eventually.holds("the new owner goes on", () -> backbone.effects("new") == 5);
            }
        }
        assertThat(backbone.query("SELECT number FROM effects WHERE consumer = 'old'"))
                .containsExactly("0");
        assertThat(backbone.query("SELECT number FROM effects WHERE consumer = 'new' ORDER BY id"))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(calls.get()).isEqualTo(1);
        assertThat(backbone.parkedBy(name)).isEmpty();
    }

    private long raising() {
        return Long.parseLong(backbone.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE 'INSERT%consumer_partition%'")
                .getFirst());
    }

    private long epoch() {
        return Long.parseLong(backbone.query("SELECT epoch FROM millrace.consumer_partition WHERE consumer = ?", name)
                .getFirst());
    }

    private KafkaEventConsumer start(
            EventHandler<OrderCreated> handler, ConsumerEnvironment environment, KafkaConsumerSettings settings) {
        EventConsumer consumer = EventConsumer.named(name)
                .topic(name)
                .on(OrderCreated.class, handler)
                .eachInItsOwnTransaction();
        return KafkaEventConsumer.start(consumer, environment, settings);
    }

    private void write(int from, int to) {
        topic.write(numbers(from, to).stream()
                .map(number -> TestEvents.record(
                        name, "order-1", TestEvents.CODEC.encode(new OrderCreated("order-1", number))))
                .toList());
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
