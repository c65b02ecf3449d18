package io.millrace.saga;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls outside any transaction, each on a virtual thread and for its time, and records their outcomes while the
 * lease stands: one that somebody else has taken over writes nothing. Safe for use by many threads.
 */
final class RemoteCalls {

    private static final Logger log = LoggerFactory.getLogger(RemoteCalls.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final Engine engine;
    private final Semaphore places;
    private final Map<Lease, CallUnderWay> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    RemoteCalls(Engine engine, int atOnce) {
        this.engine = engine;
        this.places = new Semaphore(atOnce);
    }

    /** Sets places aside, so many at the most; returns how many. */
    int reserve(int most) {
        int free = Math.min(most, places.availablePermits());
        return places.tryAcquire(free) ? free : 0;
    }

    /** Gives places back that were set aside. */
    void release(int unused) {
        places.release(unused);
    }

    /** Begins the call in a place that was set aside. */
    void begin(RemoteWork work) {
        CallUnderWay call = new CallUnderWay(work);
        running.put(work.lease(), call);
        String name = "millrace-saga-" + work.work().step();
        call.start(name);
        Thread.ofVirtual().name(name + "-outcome").start(() -> recordAndRelease(work, call));
    }

    /** The thread of the call alone is interrupted: to interrupt the storing of an outcome would break a connection. */
    private void recordAndRelease(RemoteWork work, CallUnderWay call) {
        try {
            call.outcome().ifPresentOrElse(outcome -> record(work, call, outcome), () -> notBegun(work));
        } finally {
            running.remove(work.lease());
            places.release();
        }
    }

    private static void notBegun(RemoteWork work) {
        log.warn(
                "step '{}' of saga {} was not begun: its lease was over before the transaction was",
                work.work().step(),
                work.lease().saga());
    }

    /** An outcome that can't be stored for now is stored later, for as long as the lease stands. */
    private void record(RemoteWork work, CallUnderWay call, Input.Outcome outcome) {
        for (int attempt = 1; !closed; attempt++) {
            try {
                if (!recorded(work, ended(call, outcome))) {
                    log.info(
                            "saga {} was taken over while its step '{}' ran",
                            work.lease().saga(),
                            work.work().step());
                }
                return;
            } catch (RuntimeException e) {
                if (!engine.environment().outages().isOutage(e)) {
                    suspend(work, e);
                    return;
                }
                log.warn(
                        "the outcome of step '{}' can't be stored yet: {}",
                        work.work().step(),
                        e.toString());
                if (!paused(BACKOFF.after(attempt))) {
                    return;
                }
            }
        }
    }

    /** How long ago it began is measured before the time is told, so it is said to have begun a little late. */
    private static BiFunction<Advance, Instant, Advance> ended(CallUnderWay call, Input.Outcome outcome) {
        Duration begunFor = call.begunFor();
        return (advance, now) -> advance.apply(new Input.Ended(outcome, now.minus(begunFor)));
    }

    private boolean recorded(RemoteWork work, BiFunction<Advance, Instant, Advance> outcome) {
        return engine.environment().transactions().call(() -> {
            Optional<Locked> held = engine.store().hold(work.lease());
            held.ifPresent(locked -> {
                Advance untouched = new Advance(
                        work.machine(),
                        locked.instances().getFirst(),
                        work.instance().context(),
                        locked.now());
                engine.record(List.of(outcome.apply(untouched, locked.now())));
            });
            return held.isPresent();
        });
    }

    private void suspend(RemoteWork work, RuntimeException cause) {
        try {
            recorded(work, (untouched, now) -> engine.broken(untouched, cause));
        } catch (RuntimeException e) {
            log.warn("the outcome of step '{}' can't be stored: {}", work.work().step(), e.toString());
        }
    }

    private static boolean paused(Duration time) {
        try {
            NANOSECONDS.sleep(time.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Prolongs the leases of the calls under way; one that is lost is interrupted. */
    void renew(Duration lease) {
        Map<Lease, CallUnderWay> held = Map.copyOf(running);
        if (held.isEmpty()) {
            return;
        }
        Set<Lease> standing = Set.copyOf(engine.store().renew(held.keySet(), lease));
        held.forEach((of, call) -> {
            if (!standing.contains(of)) {
                call.interrupt();
            }
        });
    }

    /** Waits so long for what is under way, then interrupts it; its leases expire. */
    void close(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!running.isEmpty() && System.nanoTime() < end && paused(LOOK_EVERY)) {
            log.debug("{} calls are under way", running.size());
        }
        closed = true;
        running.values().forEach(CallUnderWay::interrupt);
    }
}
