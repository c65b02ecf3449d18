package io.millrace.spring;

import io.millrace.consumer.BatchHandler;
import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The consumers of this application. */
final class ConsumerRunners implements Runners {

    private final List<EventConsumer> consumers;
    private final ConsumerEnvironment environment;
    private final Starting starting;
    private volatile List<RunningConsumer> running = List.of();

    /** Starts a consumer. */
    @FunctionalInterface
    interface Starting {
        RunningConsumer start(EventConsumer consumer, ConsumerEnvironment environment);
    }

    /** @throws StartRefusedException if a consumer can't work */
    ConsumerRunners(List<EventConsumer> consumers, ConsumerEnvironment environment, Starting starting) {
        this.consumers = List.copyOf(consumers);
        this.environment = environment;
        this.starting = starting;
        requireOwnNames();
        this.consumers.forEach(ConsumerRunners::requireTopics);
        this.consumers.forEach(this::requireRegisteredTypes);
    }

    private void requireOwnNames() {
        Set<String> names = new HashSet<>();
        for (EventConsumer consumer : consumers) {
            if (!names.add(consumer.name())) {
                throw new StartRefusedException(
                        "Two consumers are named '%s': each would miss what the other takes."
                                .formatted(consumer.name()),
                        "Give each consumer a name of its own.");
            }
        }
    }

    private static void requireTopics(EventConsumer consumer) {
        if (consumer.topics().isEmpty()) {
            throw new StartRefusedException(
                    "Consumer '%s' has no topic.".formatted(consumer.name()),
                    "Name one, as in EventConsumer.named(\"%s\").topic(\"marketplace.order\")."
                            .formatted(consumer.name()));
        }
    }

    /** A message of a type that is not registered would be skipped without a word. */
    private void requireRegisteredTypes(EventConsumer consumer) {
        Set<Class<?>> registered = environment.types().all().stream()
                .map(EventTypes.Definition::type)
                .collect(Collectors.toSet());
        for (Class<?> type : consumer.handler().types()) {
            if (!registered.contains(type)) {
                throw new StartRefusedException(
                        "Consumer '%s' handles %s, which is not registered.".formatted(consumer.name(), type.getName()),
                        "Add it to the EventTypes bean, as in EventTypes.of(%s.class), or to the contracts of the"
                                        .formatted(type.getSimpleName())
                                + " IntegrationEvents bean, if there is one.");
            }
        }
    }

    /** Whether the handler gets its events from one of these consumers. */
    boolean feeds(BatchHandler handler) {
        return consumers.stream().anyMatch(consumer -> consumer.handler() == handler);
    }

    @Override
    public List<RunnerName> names() {
        return consumers.stream().map(consumer -> named(consumer.name())).toList();
    }

    private static RunnerName named(String name) {
        return new RunnerName(RunnerName.Kind.CONSUMER, name);
    }

    @Override
    public List<AutoCloseable> start() {
        running = consumers.stream()
                .map(consumer -> starting.start(consumer, environment))
                .toList();
        return List.copyOf(running);
    }

    @Override
    public List<RunnerStatus> statuses() {
        return running.stream().map(ConsumerRunners::status).toList();
    }

    /** Those that run in this instance. */
    List<RunningConsumer> running() {
        return running;
    }

    /** What the consumer has done since it was started; nothing where it does not run. */
    ConsumerStats stats(String name) {
        return running.stream()
                .filter(consumer -> consumer.name().equals(name))
                .findFirst()
                .map(RunningConsumer::stats)
                .orElseGet(ConsumerStats::new);
    }

    private static RunnerStatus status(RunningConsumer consumer) {
        ConsumerStats stats = consumer.stats();
        long progress = stats.handled() + stats.duplicates() + stats.skipped() + stats.parked() + stats.held();
        return new RunnerStatus(named(consumer.name()), progress, consumer.lag(), Optional.empty(), consumer.failure());
    }
}
