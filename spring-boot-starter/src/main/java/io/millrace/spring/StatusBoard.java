package io.millrace.spring;

import io.millrace.deadletter.DeadLetters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How everything that runs stands, asked once a second at the most. An answer that takes long is not waited for:
 * until it comes the last one holds. Safe for use by many threads.
 */
final class StatusBoard {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /**
     * What was found at one time.
     *
     * @param sagas empty where none is defined
     * @param failure why nothing could be found; the rest is empty then
     */
    record Snapshot(
            Map<RunnerName, RunnerStatus> statuses,
            Map<RunnerName, Long> deadLetters,
            Optional<SagaStatuses> sagas,
            Optional<RuntimeException> failure) {

        static Snapshot failed(RuntimeException failure) {
            return new Snapshot(Map.of(), Map.of(), Optional.empty(), Optional.of(failure));
        }

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
    private volatile Snapshot latest = Snapshot.failed(new IllegalStateException("no answer yet"));
    private CountDownLatch asking = new CountDownLatch(0);
    private long askedAtNanos = System.nanoTime() - FRESH.toNanos();

    StatusBoard(List<Runners> runners, DeadLetters deadLetters) {
        this.runners = List.copyOf(runners);
        this.deadLetters = deadLetters;
    }

    List<RunnerName> names() {
        return runners.stream().flatMap(kind -> kind.names().stream()).toList();
    }

    boolean hasSagas() {
        return sagas().findAny().isPresent();
    }

    private Stream<SagaRunners> sagas() {
        return runners.stream().filter(SagaRunners.class::isInstance).map(SagaRunners.class::cast);
    }

    synchronized Snapshot latest() {
        if (asking.getCount() == 0 && System.nanoTime() - askedAtNanos >= FRESH.toNanos()) {
            CountDownLatch answered = new CountDownLatch(1);
            asking = answered;
            askedAtNanos = System.nanoTime();
            Thread.ofVirtual().name("millrace-status").start(() -> ask(answered));
        }
        try {
            asking.await(askedAtNanos + PATIENCE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return latest;
    }

    private void ask(CountDownLatch answered) {
        try {
            latest = found();
        } catch (RuntimeException e) {
            latest = Snapshot.failed(e);
        } finally {
            answered.countDown();
        }
    }

    private Snapshot found() {
        Map<RunnerName, RunnerStatus> statuses = new HashMap<>();
        Map<RunnerName, Long> letters = new HashMap<>();
        for (Runners kind : runners) {
            kind.statuses().forEach(status -> statuses.put(status.name(), status));
        }
        names().forEach(name -> letters.put(name, deadLetters.count(name.toString())));
        return new Snapshot(
                Map.copyOf(statuses),
                Map.copyOf(letters),
                sagas().map(SagaRunners::statusOfAll).findFirst(),
                Optional.empty());
    }
}
