package io.millrace.saga;

import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs the steps of sagas on threads of its own. Any number of processes may have one on the same store: each saga is
 * moved by one at a time, and one that was left in the middle is taken over when its lease is over.
 */
public final class SagaRunner implements AutoCloseable {

    /**
     * How a runner works.
     *
     * @param workers threads that move sagas; as many may be under way alone, after their local step lost its transaction
     * @param batch sagas moved in a transaction at the most
     * @param calls remote calls under way at once at the most
     * @param lease how long a call keeps its saga from others after its process has vanished, and a local step its
     *     transaction open without SQL, or in one statement
     * @param poll how long an idle worker waits before it looks for what is due
     * @param versionGoneAfter how long no process must have known a version before its sagas are suspended; covers
     *     a deployment
     * @param keepEnded how long a saga that ended is kept
     */
    public record Settings(
            int workers,
            int batch,
            int calls,
            Duration lease,
            Duration poll,
            Duration versionGoneAfter,
            Duration keepEnded) {

        /** 2 workers, batches of 100, 256 calls, a lease of 15 s, a look every 200 ms, 5 minutes, 30 days. */
        public static Settings defaults() {
            return new Settings(
                    2,
                    100,
                    256,
                    Duration.ofSeconds(15),
                    Duration.ofMillis(200),
                    Duration.ofMinutes(5),
                    Duration.ofDays(30));
        }
    }

    private static final int RENEWALS_IN_A_LEASE = 3;
    private static final Duration HOUSEKEEPING_EVERY = Duration.ofSeconds(1);
    private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(5);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final Engine engine;
    private final Settings settings;
    private final DueSagas due;
    private final RemoteCalls calls;
    private final LoneSagas lone;
    private final Housekeeping housekeeping;
    private final List<Loop> loops = new ArrayList<>();

    private SagaRunner(Engine engine, Settings settings) {
        this.engine = engine;
        this.settings = settings;
        this.due = new DueSagas(engine, settings, UUID.randomUUID().toString());
        this.calls = new RemoteCalls(engine, settings.calls());
        this.lone = new LoneSagas(due, settings.workers());
        this.housekeeping = new Housekeeping(engine, settings);
    }

    /** Starts to run; does not wait for the database. */
    public static SagaRunner start(Sagas sagas, Settings settings) {
        SagaRunner runner = new SagaRunner(sagas.engine(), settings);
        runner.run();
        return runner;
    }

    private void run() {
        for (int worker = 1; worker <= settings.workers(); worker++) {
            loops.add(Loop.start("sagas-" + worker, this::move, BACKOFF));
        }
        loops.add(Loop.start("saga-leases", this::renew, BACKOFF));
        loops.add(Loop.start("saga-housekeeping", this::keepHouse, BACKOFF));
    }

    private Duration move() throws InterruptedException {
        long heard = engine.wakeups().count();
        if (moved() == 0) {
            engine.wakeups().await(heard, settings.poll());
        }
        return Duration.ZERO;
    }

    /** Places are set aside before sagas are claimed: a call never waits while its lease runs. */
    private int moved() {
        int freeCalls = calls.reserve(settings.batch());
        int freeAlone = lone.reserve();
        try {
            DueSagas.Moved moved = due.move(new DueSagas.Places(freeCalls, freeAlone));
            moved.calls().forEach(calls::begin);
            freeCalls -= moved.calls().size();
            moved.alone().forEach(lone::begin);
            freeAlone -= moved.alone().size();
            return moved.count();
        } finally {
            calls.release(freeCalls);
            lone.release(freeAlone);
        }
    }

    private Duration renew() {
        calls.renew(settings.lease());
        return settings.lease().dividedBy(RENEWALS_IN_A_LEASE);
    }

    private Duration keepHouse() {
        housekeeping.round();
        return HOUSEKEEPING_EVERY;
    }

    /** What keeps it from working. */
    public Optional<Throwable> failure() {
        return loops.stream().flatMap(loop -> loop.failure().stream()).findFirst();
    }

    /** Ends what is under way, waiting a few seconds for remote calls and slow local steps. */
    @Override
    public void close() {
        loops.reversed().stream()
                .filter(loop -> !loop.name().equals("saga-leases"))
                .forEach(Loop::close);
        lone.close(DRAIN_AT_MOST);
        calls.close(DRAIN_AT_MOST);
        loops.forEach(Loop::close);
    }
}
