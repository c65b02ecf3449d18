package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.consumer.Replay;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pausing a consumer, and reading again. */
@SuppressWarnings("try") // a consumer that only has to run
class ConsumerOperationsTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();
    private static final int COUNT = 20;

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("operations");
    private final Topic topic = Topic.create(KAFKA, name, 2);

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void a_paused_consumer_handles_nothing_until_it_is_resumed_and_keeps_its_partitions() {
        try (KafkaEventConsumer consumer = start(name)) {
            write(0, COUNT);
            Eventually.holds("it works", () -> backbone.effects(name) == COUNT);
            consumer.pause();
            write(COUNT, 2 * COUNT);

            Eventually.holds("messages wait", () -> lag(consumer) == COUNT);
            assertThat(consumer.paused()).isTrue();
            assertThat(backbone.effects(name)).isEqualTo(COUNT);

            consumer.resume();
            Eventually.holds("it goes on", () -> backbone.effects(name) == 2 * COUNT);
            assertThat(backbone.query("SELECT max(epoch) FROM millrace.consumer_partition WHERE consumer = ?", name))
                    .containsExactly("1");
        }
    }

    @Test
    void CO_1_a_replay_from_the_beginning_has_no_second_effect_and_under_a_new_name_it_has() {
        write(0, COUNT);
        try (KafkaEventConsumer consumer = start(name)) {
            Eventually.holds("all are handled", () -> backbone.effects(name) == COUNT);
            consumer.replay(new Replay.Beginning());

            Eventually.holds("all are seen again", () -> consumer.stats().duplicates() == COUNT);
            write(COUNT, COUNT + 1);
            Eventually.holds("it goes on", () -> backbone.effects(name) == COUNT + 1);
        }
        String anew = name + "-v2";
        try (KafkaEventConsumer consumer = start(anew)) {
            Eventually.holds("all are handled anew", () -> backbone.effects(anew) == COUNT + 1);
        }
        assertThat(backbone.effects(name)).isEqualTo(COUNT + 1);
    }

    @Test
    void a_replay_from_a_message_reads_its_partition_from_there() {
        topic.write(IntStream.range(0, COUNT)
                .mapToObj(number -> toPartition(0, record(number)))
                .toList());
        try (KafkaEventConsumer consumer = start(name)) {
            Eventually.holds("all are handled", () -> backbone.effects(name) == COUNT);
            consumer.replay(new Replay.From(new Origin(name, 0, COUNT - 5)));

            Eventually.holds("five are seen again", () -> consumer.stats().duplicates() == 5);
        }
    }

    @Test
    void a_replay_from_a_time_reads_what_was_written_since() {
        long noon = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
        topic.write(IntStream.range(0, COUNT)
                .mapToObj(number -> at(noon + number * 1_000L, record(number)))
                .toList());
        try (KafkaEventConsumer consumer = start(name)) {
            Eventually.holds("all are handled", () -> backbone.effects(name) == COUNT);
            consumer.replay(new Replay.Since(Instant.ofEpochMilli(noon + 12_000)));

            Eventually.holds(
                    "those written since are seen again", () -> consumer.stats().duplicates() == COUNT - 12);
        }
    }

    private KafkaEventConsumer start(String consumer) {
        return KafkaEventConsumer.start(
                EventConsumer.named(consumer)
                        .topic(name)
                        .on(OrderCreated.class, received -> backbone.effect(consumer, received)),
                backbone.consuming(),
                KafkaConsumerSettings.of(KAFKA.bootstrapServers()));
    }

    private static long lag(KafkaEventConsumer consumer) {
        return consumer.lag().values().stream().mapToLong(Long::longValue).sum();
    }

    private void write(int from, int to) {
        List<ProducerRecord<byte[], byte[]>> all =
                IntStream.range(from, to).mapToObj(this::record).toList();
        topic.write(all);
    }

    private ProducerRecord<byte[], byte[]> record(int number) {
        String key = "order-" + number;
        return TestEvents.record(name, key, TestEvents.CODEC.encode(new OrderCreated(key, number)));
    }

    private ProducerRecord<byte[], byte[]> toPartition(int partition, ProducerRecord<byte[], byte[]> made) {
        return new ProducerRecord<>(name, partition, made.key(), made.value(), made.headers());
    }

    private ProducerRecord<byte[], byte[]> at(long millis, ProducerRecord<byte[], byte[]> made) {
        return new ProducerRecord<>(name, null, millis, made.key(), made.value(), made.headers());
    }
}
