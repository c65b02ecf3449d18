package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.EventHandler;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import io.millrace.work.TransientFailureException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handler that fails, waits or takes long. */
@SuppressWarnings("try") // a consumer that only has to run
class RetryTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("retry");
    private final Topic topic = Topic.create(KAFKA, name, 2);

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void an_outage_that_outlasts_the_budget_parks_nothing() {
        AtomicInteger attempts = new AtomicInteger();
        long until = System.nanoTime() + Backbone.BUDGET.multipliedBy(3).toNanos();
        EventHandler<OrderCreated> handler = received -> {
            attempts.incrementAndGet();
            if (System.nanoTime() < until) {
                throw new SQLTransientConnectionException("no connection to be had");
            }
            backbone.effect(name, received);
        };
        try (KafkaEventConsumer consumer = start(handler, Map.of())) {
            write(0, 1, 2, 3);

            Eventually.passes("all are handled", () -> assertThat(backbone.numbers(name, "order-0"))
                    .containsExactly(1, 2, 3));
        }
        assertThat(backbone.parkedBy(name)).isEmpty();
        assertThat(attempts.get()).isGreaterThan(3);
    }

    @Test
    void CO_4_a_message_that_always_fails_is_parked_while_other_partitions_go_on() {
        CountDownLatch othersHandled = new CountDownLatch(1);
        EventHandler<OrderCreated> handler = received -> {
            if (received.event().number() == 2 && othersHandled.getCount() > 0) {
                throw new TransientFailureException("keeps its partition busy", new Exception());
            }
            if (received.event().number() == 2) {
                throw new IllegalStateException("never");
            }
            backbone.effect(name, received);
        };
        try (KafkaEventConsumer consumer = start(handler, Map.of())) {
            write(0, 1, 2, 3);
            Eventually.holds(
                    "the first partition is stuck", () -> consumer.failure().isPresent());
            write(1, IntStream.range(10, 60).toArray());
            Eventually.holds(
                    "the other goes on", () -> backbone.numbers(name, "order-1").size() == 50);
            othersHandled.countDown();

            Eventually.passes("what comes after it is held", () -> assertThat(backbone.letters(name, "order-0"))
                    .containsExactly("PARKED", "HELD"));
            assertThat(backbone.numbers(name, "order-0")).containsExactly(1);
            assertThat(backbone.parkedBy(name)).last().satisfies(letter -> {
                assertThat(letter.failure().message()).isEqualTo("never");
                assertThat(letter.payload()).contains("\"number\":2");
                assertThat(letter.attempts()).isGreaterThan(1);
            });
            assertThat(consumer.failure()).isEmpty();
        }
    }

    @Test
    void a_handler_slower_than_the_poll_interval_keeps_its_partition() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        EventHandler<OrderCreated> handler = received -> {
            if (calls.incrementAndGet() == 1) {
                assertThat(never.await(3, TimeUnit.SECONDS)).isFalse();
            }
            backbone.effect(name, received);
        };
        try (KafkaEventConsumer consumer = start(handler, Map.of("max.poll.interval.ms", "1000"))) {
            write(0, 1, 2, 3);

            Eventually.passes("all are handled", () -> assertThat(backbone.numbers(name, "order-0"))
                    .containsExactly(1, 2, 3));
            assertThat(calls.get()).isEqualTo(3);
            assertThat(consumer.stats().failures()).isZero();
            assertThat(backbone.query("SELECT max(epoch) FROM millrace.consumer_partition WHERE consumer = ?", name))
                    .containsExactly("1");
        }
    }

    @Test
    void a_batch_that_fails_finds_the_message_at_fault_and_handles_the_others_once() {
        EventHandler<OrderCreated> handler = received -> {
            backbone.effect(name, received);
            if (received.event().number() == 25) {
                throw new AssertionError("not this one");
            }
        };
        List<ProducerRecord<byte[], byte[]>> all = IntStream.range(0, 50)
                .mapToObj(number -> record(0, "key-" + number, number))
                .toList();
        topic.write(all);
        try (KafkaEventConsumer consumer = start(handler, Map.of())) {
            Eventually.passes("the others are handled", () -> assertThat(backbone.effects(name))
                    .isEqualTo(49));
            Eventually.holds(
                    "the one at fault is parked", () -> consumer.stats().parked() == 1);
        }
        assertThat(backbone.numbers(name, "key-25")).isEmpty();
        assertThat(backbone.parkedBy(name)).hasSize(1);
    }

    private KafkaEventConsumer start(EventHandler<OrderCreated> handler, Map<String, String> properties) {
        return KafkaEventConsumer.start(
                EventConsumer.named(name).topic(name).on(OrderCreated.class, handler),
                backbone.consuming(),
                KafkaConsumerSettings.of(KAFKA.bootstrapServers()).with(properties));
    }

    private void write(int partition, int... numbers) {
        topic.write(IntStream.of(numbers)
                .mapToObj(number -> record(partition, "order-" + partition, number))
                .toList());
    }

    private ProducerRecord<byte[], byte[]> record(int partition, String key, int number) {
        ProducerRecord<byte[], byte[]> made =
                TestEvents.record(name, key, TestEvents.CODEC.encode(new OrderCreated(key, number)));
        return new ProducerRecord<>(name, partition, made.key(), made.value(), made.headers());
    }
}
