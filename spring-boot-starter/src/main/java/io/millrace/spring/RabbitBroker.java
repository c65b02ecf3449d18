package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Replay;
import io.millrace.consumer.Retrying;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Publisher;
import io.millrace.rabbitmq.RabbitConsumerSettings;
import io.millrace.rabbitmq.RabbitEventConsumer;
import io.millrace.rabbitmq.RabbitPublisher;
import io.millrace.rabbitmq.RabbitServer;
import io.millrace.rabbitmq.RabbitSettings;
import io.millrace.rabbitmq.RabbitTopology;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** RabbitMQ as the application is configured for it. */
final class RabbitBroker implements MessageBroker {

    private final RabbitServer server;
    private final MillraceProperties.RabbitMq properties;
    private final WireNames names;

    RabbitBroker(RabbitServer server, MillraceProperties.RabbitMq properties, WireNames names) {
        this.server = server;
        this.properties = properties;
        this.names = names;
    }

    @Override
    public Supplier<Publisher> publishers(Destinations destinations) {
        RabbitSettings settings = RabbitSettings.of(server, destinations, names.source(destinations))
                .with(topology());
        return () -> RabbitPublisher.open(settings);
    }

    @Override
    public RunningConsumer start(EventConsumer consumer, ConsumerEnvironment environment, int concurrency) {
        RabbitConsumerSettings settings = RabbitConsumerSettings.of(server)
                .with(topology())
                .withConcurrency(concurrency)
                .withPrefetch(properties.prefetch());
        return new Running(RabbitEventConsumer.start(consumer, environment, settings));
    }

    private RabbitTopology topology() {
        RabbitTopology missing = properties.declare() ? RabbitTopology.declared() : RabbitTopology.expected();
        RabbitTopology topology = missing.with(
                switch (properties.queueType()) {
                    case QUORUM -> RabbitTopology.QueueType.QUORUM;
                    case CLASSIC -> RabbitTopology.QueueType.CLASSIC;
                });
        return topology.withQueues(properties.queues());
    }

    private record Running(RabbitEventConsumer consumer) implements RunningConsumer {

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
            return consumer.lag();
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
            throw new IllegalArgumentException("RabbitMQ keeps nothing that was acknowledged:"
                    + " have the publisher's outbox publish a range of positions again");
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
