package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.CloudEvents;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.FirstPublications;
import io.millrace.testkit.RelayChaos;
import io.millrace.testkit.ZipfKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays that are killed and suspended, and a Kafka that is killed, while messages are written. */
class RelayChaosTest {

    private static final int KEYS = 1_000;
    private static final int PARTITIONS = 6;
    private static final int BATCH = 500;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final String name = TestEvents.unique("chaos");

    @Test
    void RL_1_RL_3_RL_5_RL_6_three_relays_in_trouble_lose_nothing_and_reorder_nothing(@TempDir Path data)
            throws InterruptedException {
        assertNothingIsLostOrReordered(data, 20_000);
    }

    @Test
    @Tag("long")
    void RL_1_RL_3_RL_5_RL_6_the_same_with_ten_times_as_many_messages(@TempDir Path data) throws InterruptedException {
        assertNothingIsLostOrReordered(data, 200_000);
    }

    private void assertNothingIsLostOrReordered(Path data, int messages) throws InterruptedException {
        long seed = System.nanoTime();
        EmbeddedKafka kafka = EmbeddedKafka.builder().dataDirectory(data).start();
        Topic topic = Topic.create(kafka, name + ".order", PARTITIONS);
        try (Backbone backbone = Backbone.create();
                RelayChaos chaos = new RelayChaos(seed, relay(backbone, kafka), RelayProcess.LEASE, () -> {
                    kafka.kill();
                    kafka.start();
                })) {
            Thread writer = Thread.ofPlatform().start(() -> write(backbone, seed, messages));
            chaos.run(() -> !writer.isAlive() && pending(backbone, messages) == 0, LONGEST);
            writer.join();
            Eventually.holds(
                    "the cursors have passed everything",
                    Duration.ofMinutes(2),
                    () -> pending(backbone, messages) == 0);

            FirstPublications arrived = new FirstPublications();
            topic.records().forEach(received -> add(arrived, received));
            assertThat(arrived.violations())
                    .as("seed %d, %s", seed, chaos.summary())
                    .isEmpty();
            assertThat(arrived.eventIds())
                    .hasSize(messages)
                    .isEqualTo(Set.copyOf(backbone.query("SELECT event_id FROM millrace.outbox")));
            assertThat(backbone.deadLetters.count("relay:outbox")).isZero();
            assertThat(chaos.kills() + chaos.suspensions() + chaos.brokerFailures())
                    .isGreaterThan(3);
        } finally {
            kafka.close();
        }
    }

    private ChildJvm.Builder relay(Backbone backbone, EmbeddedKafka kafka) {
        return ChildJvm.of(RelayProcess.class).arguments(backbone.jdbcUrl(), kafka.bootstrapServers(), name);
    }

    private static void write(Backbone backbone, long seed, int messages) {
        ZipfKeys keys = new ZipfKeys(seed, KEYS);
        Map<String, Integer> next = new HashMap<>();
        for (int written = 0; written < messages; written += BATCH) {
            List<OutgoingMessage> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                String key = "order-" + keys.next();
                int number = next.merge(key, 1, Integer::sum) - 1;
                batch.add(TestEvents.created(key, number));
            }
            backbone.transactions.run(() -> backbone.outbox.write(batch));
        }
    }

    private static long pending(Backbone backbone, int messages) {
        long passed = Long.parseLong(backbone.query("SELECT coalesce(min(position), 0) FROM millrace.lane_positions"
                        + " WHERE subscription = 'outbox'")
                .getFirst());
        return messages - passed;
    }

    private static void add(FirstPublications arrived, ConsumerRecord<byte[], byte[]> received) {
        OrderCreated event =
                (OrderCreated) TestEvents.CODEC.decode("OrderCreated", 1, new String(received.value(), UTF_8));
        String id = Objects.requireNonNull(Wire.decode(received).attributes().get(CloudEvents.ID));
        arrived.add(id, event.orderId(), event.number());
    }
}
