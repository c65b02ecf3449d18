package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.kafka.KafkaConsumerSettings;
import io.millrace.kafka.KafkaEventConsumer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The consumers of this application. */
final class ConsumerRunners implements Runners {

    private final List<EventConsumer> consumers;
    private final ConsumerEnvironment environment;
    private final KafkaConsumerSettings settings;
    private volatile List<KafkaEventConsumer> running = List.of();

    /** @throws IllegalStateException if a consumer can't work */
    ConsumerRunners(
            List<EventConsumer> consumers, ConsumerEnvironment environment, KafkaConsumerSettings settings) {
        this.consumers = List.copyOf(consumers);
        this.environment = environment;
        this.settings = settings;
        requireOwnNames();
        consumers.forEach(ConsumerRunners::requireTopics);
    }

    private void requireOwnNames() {
        Set<String> names = new HashSet<>();
        for (EventConsumer consumer : consumers) {
            if (!names.add(consumer.name())) {
                throw new IllegalStateException("two consumers are named '" + consumer.name()
                        + "': one would take the other's events; give each a name of its own");
            }
        }
    }

    private static void requireTopics(EventConsumer consumer) {
        if (consumer.topics().isEmpty()) {
            throw new IllegalStateException(
                    "consumer '" + consumer.name() + "' has no topic: add .topic(\"prefix.aggregate\")");
        }
    }

    @Override
    public List<AutoCloseable> start() {
        running = consumers.stream()
                .map(consumer -> KafkaEventConsumer.start(consumer, environment, settings))
                .toList();
        return List.copyOf(running);
    }

    List<KafkaEventConsumer> running() {
        return running;
    }

    @Override
    public List<RunnerStatus> statuses() {
        return running.stream().map(ConsumerRunners::status).toList();
    }

    private static RunnerStatus status(KafkaEventConsumer consumer) {
        long lag = consumer.lag().values().stream().mapToLong(Long::longValue).sum();
        long progress = consumer.stats().handled()
                + consumer.stats().duplicates()
                + consumer.stats().skipped()
                + consumer.stats().parked();
        return new RunnerStatus("consumer:" + consumer.name(), progress, lag, Optional.empty(), consumer.failure());
    }
}
