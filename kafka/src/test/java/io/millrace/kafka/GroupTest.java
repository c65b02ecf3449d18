package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics, partitions and instances that come and go. */
@SuppressWarnings("try") // a consumer that only has to run
class GroupTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("group");

    @AfterEach
    void close() {
        backbone.close();
    }

    @Test
    void a_topic_that_does_not_exist_at_the_start_is_waited_for() {
        try (KafkaEventConsumer consumer = start()) {
            Eventually.holds("it has joined", () -> consumer.state() == KafkaEventConsumer.State.RUNNING);
            Topic.create(KAFKA, name, 2).write(records(10));

            Eventually.holds("all are handled", () -> backbone.effects(name) == 10);
        }
    }

    @Test
    void partitions_that_are_added_are_picked_up() {
        Topic topic = Topic.create(KAFKA, name, 1);
        try (KafkaEventConsumer consumer = start()) {
            topic.write(records(10));
            Eventually.holds("the first are handled", () -> backbone.effects(name) == 10);
            topic.admin(admin -> admin.createPartitions(Map.of(name, NewPartitions.increaseTo(3)))
                    .all()
                    .get());
            ProducerRecord<byte[], byte[]> made = records(1).getFirst();
            topic.write(List.of(new ProducerRecord<>(name, 2, made.key(), made.value(), made.headers())));

            Eventually.holds("the new partition is read", () -> backbone.effects(name) == 11);
        }
    }

    @Test
    void CO_1_records_produced_a_second_time_in_any_order_have_no_second_effect() {
        Topic topic = Topic.create(KAFKA, name, 3);
        List<ProducerRecord<byte[], byte[]>> records = records(120);
        topic.write(records);
        List<ProducerRecord<byte[], byte[]>> again = new ArrayList<>(records);
        Collections.shuffle(again, new Random(7));
        topic.write(again);
        try (KafkaEventConsumer consumer = start()) {
            Eventually.holds(
                    "all deliveries are seen",
                    () -> consumer.stats().handled() + consumer.stats().duplicates() == 240);
            assertThat(consumer.stats().duplicates()).isEqualTo(120);
        }
        assertThat(backbone.effects(name)).isEqualTo(120);
    }

    @Test
    void CO_1_CO_3_instances_that_join_and_leave_repeat_nothing_and_keep_the_order() {
        Topic topic = Topic.create(KAFKA, name, 4);
        List<ProducerRecord<byte[], byte[]>> records = records(600);
        topic.write(records.subList(0, 200));
        try (KafkaEventConsumer first = start()) {
            Eventually.holds("the first works", () -> backbone.effects(name) > 0);
            try (KafkaEventConsumer second = start()) {
                topic.write(records.subList(200, 400));
                Eventually.holds(
                        "the second works",
                        () -> second.stats().handled() > 0 || !second.lag().isEmpty());
            }
            topic.write(records.subList(400, 600));
            Eventually.holds("all are handled", () -> backbone.effects(name) >= 600);
        }
        assertThat(backbone.effects(name)).isEqualTo(600);
        for (int key = 0; key < 10; key++) {
            assertThat(backbone.numbers(name, "order-" + key)).isSorted();
        }
    }

    private KafkaEventConsumer start() {
        EventConsumer consumer = EventConsumer.named(name)
                .topic(name)
                .on(OrderCreated.class, received -> backbone.effect(name, received));
        KafkaConsumerSettings settings =
                KafkaConsumerSettings.of(KAFKA.bootstrapServers()).with(Map.of("heartbeat.interval.ms", "500"));
        return KafkaEventConsumer.start(consumer, backbone.consuming(), settings);
    }

    /** Records of ten keys, numbered in order. */
    private List<ProducerRecord<byte[], byte[]>> records(int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = "order-" + i % 10;
            records.add(TestEvents.record(name, key, TestEvents.CODEC.encode(new OrderCreated(key, i))));
        }
        return records;
    }
}
