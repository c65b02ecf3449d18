package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Replay;
import io.millrace.consumer.Retrying;
import io.millrace.kafka.KafkaConsumerSettings;
import io.millrace.kafka.KafkaEventConsumer;
import io.millrace.kafka.KafkaPublisher;
import io.millrace.kafka.KafkaSettings;
import io.millrace.kafka.MissingTopics;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Publisher;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Kafka as the application is configured for it. */
final class KafkaBroker implements MessageBroker {

    private final String bootstrapServers;
    private final MillraceProperties.Kafka properties;
    private final WireNames names;

    KafkaBroker(String bootstrapServers, MillraceProperties.Kafka properties, WireNames names) {
        this.bootstrapServers = bootstrapServers;
        this.properties = properties;
        this.names = names;
    }

    @Override
    public Supplier<Publisher> publishers(Destinations destinations) {
        MissingTopics.Create create = MissingTopics.create(properties.partitions(), properties.replicationFactor());
        KafkaSettings settings = KafkaSettings.of(bootstrapServers, destinations, names.source(destinations))
                .with(properties.retention() == null ? create : create.retaining(properties.retention()))
                .with(properties.properties());
        return () -> KafkaPublisher.open(settings);
    }

    @Override
    public RunningConsumer start(EventConsumer consumer, ConsumerEnvironment environment, int concurrency) {
        KafkaConsumerSettings usual = KafkaConsumerSettings.of(bootstrapServers);
        KafkaConsumerSettings settings = new KafkaConsumerSettings(
                bootstrapServers, concurrency, usual.batch(), usual.handOver(), properties.properties());
        return new Running(KafkaEventConsumer.start(consumer, environment, settings));
    }

    private record Running(KafkaEventConsumer consumer) implements RunningConsumer {

        @Override
        public String name() {
            return consumer.name();
        }

        @Override
        public ConsumerStats stats() {
            return consumer.stats();
        }

        @Override
        public long lag() {
            return consumer.lag().values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public Optional<Throwable> failure() {
            return consumer.failure();
        }

        @Override
        public List<Retrying> retrying() {
            return consumer.retrying();
        }

        @Override
        public void pause() {
            consumer.pause();
        }

        @Override
        public void resume() {
            consumer.resume();
        }

        @Override
        public boolean paused() {
            return consumer.paused();
        }

        @Override
        public void replay(Replay replay) {
            consumer.replay(replay);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
