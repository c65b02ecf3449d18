package io.millrace.spring;

import io.millrace.deadletter.DeadLetters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How everything that runs stands, asked once a second at the most. Safe for use by many threads. */
final class StatusBoard {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration NEXT_AFTER_FAILURE = Duration.ofSeconds(10);

    /**
     * What was found at one time.
     *
     * @param failure why nothing could be found; the rest is empty then
     */
    record Snapshot(
            Map<RunnerName, RunnerStatus> statuses,
            Map<RunnerName, Long> deadLetters,
            Optional<RuntimeException> failure) {

        Optional<RunnerStatus> of(RunnerName name) {
            return Optional.ofNullable(statuses.get(name));
        }

        /** Their number, or NaN where it is not known. */
        double deadLettersOf(RunnerName name) {
            Long number = deadLetters.get(name);
            return number == null ? Double.NaN : number;
        }
    }

    private final List<Runners> runners;
    private final DeadLetters deadLetters;
    private @Nullable Snapshot latest;
    private long askAtNanos;

    StatusBoard(List<Runners> runners, DeadLetters deadLetters) {
        this.runners = List.copyOf(runners);
        this.deadLetters = deadLetters;
    }

    List<RunnerName> names() {
        return runners.stream().flatMap(kind -> kind.names().stream()).toList();
    }

    synchronized Snapshot latest() {
        Snapshot known = latest;
        if (known != null && System.nanoTime() - askAtNanos < 0) {
            return known;
        }
        Snapshot asked = ask();
        latest = asked;
        askAtNanos = System.nanoTime() + (asked.failure().isEmpty() ? FRESH : NEXT_AFTER_FAILURE).toNanos();
        return asked;
    }

    private Snapshot ask() {
        Map<RunnerName, RunnerStatus> statuses = new HashMap<>();
        Map<RunnerName, Long> letters = new HashMap<>();
        try {
            for (Runners kind : runners) {
                kind.statuses().forEach(status -> statuses.put(status.name(), status));
            }
            names().forEach(name -> letters.put(name, deadLetters.count(name.toString())));
            return new Snapshot(Map.copyOf(statuses), Map.copyOf(letters), Optional.empty());
        } catch (RuntimeException e) {
            return new Snapshot(Map.of(), Map.of(), Optional.of(e));
        }
    }
}
