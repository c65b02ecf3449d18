package io.millrace.spring;

import io.millrace.log.Log;
import io.millrace.log.SubscriptionStatus;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.Publisher;
import io.millrace.outbox.Relay;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The relays of this application, by their durable names. */
final class RelayRunners implements Runners {

    private final Map<String, Log<? extends Outgoing>> logs;
    private final Function<Log<? extends Outgoing>, Relay.Environment> environment;
    private final Supplier<Publisher> publishers;
    private volatile List<Relay> running = List.of();

    RelayRunners(
            Map<String, Log<? extends Outgoing>> logs,
            Function<Log<? extends Outgoing>, Relay.Environment> environment,
            Supplier<Publisher> publishers) {
        this.logs = Map.copyOf(logs);
        this.environment = environment;
        this.publishers = publishers;
    }

    @Override
    public List<RunnerName> names() {
        return logs.keySet().stream().map(RelayRunners::named).toList();
    }

    private static RunnerName named(String name) {
        return new RunnerName(RunnerName.Kind.RELAY, name);
    }

    @Override
    public List<AutoCloseable> start() {
        running = logs.entrySet().stream()
                .map(log -> Relay.start(
                        log.getKey(), environment.apply(log.getValue()), publishers, Relay.Settings.defaults()))
                .toList();
        return List.copyOf(running);
    }

    @Override
    public List<RunnerStatus> statuses() {
        return running.stream().map(RelayRunners::status).toList();
    }

    private static RunnerStatus status(Relay relay) {
        SubscriptionStatus status = relay.status();
        return RunnerStatus.of(named(status.name()), status);
    }
}
