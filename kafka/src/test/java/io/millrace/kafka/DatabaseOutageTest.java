package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A consumer whose database is away for longer than a message's budget. */
@SuppressWarnings("try") // a consumer that only has to run
class DatabaseOutageTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();
    private static final int COUNT = 30;

    private final EmbeddedPostgres server =
            EmbeddedPostgres.builder().fsync(true).start();
    private final Backbone backbone = Backbone.create(server, Duration.ofSeconds(1));
    private final String name = TestEvents.unique("database-outage");
    private final Topic topic = Topic.create(KAFKA, name, 2);

    @AfterEach
    void close() {
        backbone.close();
        server.close();
    }

    @Test
    void CO_4_a_database_that_is_away_for_many_budgets_parks_nothing_and_each_effect_happens_once() {
        try (KafkaEventConsumer consumer = KafkaEventConsumer.start(
                EventConsumer.named(name)
                        .topic(name)
                        .on(OrderCreated.class, received -> backbone.effect(name, received)),
                backbone.consuming(),
                KafkaConsumerSettings.of(KAFKA.bootstrapServers()))) {
            write(0);
            Eventually.holds("it works", () -> backbone.effects(name) == COUNT);
            server.killPostmaster();
            write(COUNT);

            long until = System.nanoTime() + Backbone.BUDGET.multipliedBy(4).toNanos();
            Eventually.holds(
                    "it has failed for longer than the budget",
                    () -> System.nanoTime() > until && consumer.stats().failures() > 2);
            server.restart();

            Eventually.holds("it goes on", Duration.ofSeconds(60), () -> effects() == 2 * COUNT);
        }
        assertThat(backbone.parkedBy(name)).isEmpty();
    }

    private long effects() {
        return server.isRunning() ? backbone.effects(name) : 0;
    }

    private void write(int from) {
        topic.write(IntStream.range(from, from + COUNT)
                .mapToObj(number -> {
                    String key = "order-" + number % 7;
                    return TestEvents.record(name, key, TestEvents.CODEC.encode(new OrderCreated(key, number)));
                })
                .toList());
    }
}
