package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Relay;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is not there, or is killed. */
class BrokerOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String prefix = TestEvents.unique("outage");
    private final String name = TestEvents.unique("consumer");

    @Test
    @SuppressWarnings("try") // resources that only have to run
    void RL_6_what_is_added_while_the_broker_is_away_arrives_without_help(@TempDir Path data) {
        EmbeddedKafka kafka = EmbeddedKafka.builder().dataDirectory(data).start();
        kafka.kill();
        try (Backbone backbone = Backbone.create();
                Relay relay = relay(backbone, kafka);
                KafkaEventConsumer consumer = consumer(backbone, kafka)) {
            IntStream.range(0, 30).forEach(i -> backbone.add("order-" + i % 3, i / 3));
            assertThat(consumer.state()).isEqualTo(KafkaEventConsumer.State.DISCONNECTED);

            kafka.start();
            Eventually.holds("the first arrive", PATIENCE, () -> backbone.effects(name) >= 30);
            IntStream.range(30, 45).forEach(i -> backbone.add("order-" + i % 3, i / 3));
            kafka.kill();
            IntStream.range(45, 90).forEach(i -> backbone.add("order-" + i % 3, i / 3));
            Eventually.holds("the loss shows", () -> consumer.state() == KafkaEventConsumer.State.DISCONNECTED);
            kafka.start();
            Eventually.holds("all arrive", PATIENCE, () -> backbone.effects(name) >= 90);

            assertThat(backbone.effects(name)).isEqualTo(90);
            for (int key = 0; key < 3; key++) {
                assertThat(backbone.numbers(name, "order-" + key))
                        .isEqualTo(IntStream.range(0, 30).boxed().toList());
            }
            assertThat(backbone.deadLetters.count("relay:" + PostgresOutbox.SUBSCRIPTION))
                    .isZero();
        } finally {
            kafka.close();
        }
    }

    private Relay relay(Backbone backbone, EmbeddedKafka kafka) {
        KafkaSettings settings =
                KafkaSettings.of(kafka.bootstrapServers(), Destinations.perAggregate(prefix), URI.create("/orders"));
        return Relay.start(
                PostgresOutbox.SUBSCRIPTION,
                backbone.relaying(),
                () -> KafkaPublisher.open(settings),
                Relay.Settings.defaults());
    }

    private KafkaEventConsumer consumer(Backbone backbone, EmbeddedKafka kafka) {
        EventConsumer consumer = EventConsumer.named(name)
                .topic(prefix + ".order")
                .on(OrderCreated.class, received -> backbone.effect(name, received));
        return KafkaEventConsumer.start(
                consumer, backbone.consuming(), KafkaConsumerSettings.of(kafka.bootstrapServers()));
    }
}
