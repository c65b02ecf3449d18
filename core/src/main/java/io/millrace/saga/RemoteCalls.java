package io.millrace.saga;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.millrace.saga.Advance.LocalFailure;
import io.millrace.saga.SagaCode.ThrownException;
import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
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
    private final Map<Lease, FutureTask<Input>> running = new ConcurrentHashMap<>();
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
        FutureTask<Input> call = new FutureTask<>(() -> outcome(work));
        running.put(work.lease(), call);
        String name = "millrace-saga-" + work.work().step();
        Thread.ofVirtual().name(name).start(call);
        Thread.ofVirtual().name(name + "-outcome").start(() -> recordAndRelease(work, call));
    }

    private void recordAndRelease(RemoteWork work, FutureTask<Input> call) {
        try {
            record(work, awaited(work, call));
        } finally {
            running.remove(work.lease());
            places.release();
        }
    }

    /** Its thread alone is interrupted: to interrupt the storing of an outcome would break a connection. */
    private static Input awaited(RemoteWork work, FutureTask<Input> call) {
        Duration within = work.machine().code().within(work.work());
        try {
            return call.get(NANOSECONDS.convert(within), NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            call.cancel(true);
            return givenUp(work.work(), within);
        } catch (ExecutionException e) {
            return new Input.Threw(work.work(), Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp(work.work(), within);
        }
    }

    private static Input givenUp(Work work, Duration within) {
        return work.kind() == Work.Kind.PROBE
                ? new Input.Probed(work, Probe.unknown())
                : new Input.GivenUp(work, within);
    }

    @SuppressWarnings("unchecked")
    private static Input outcome(RemoteWork work) {
        try {
            Object result =
                    work.instance().context().call(() -> work.machine().code().perform(work.instance(), work.work()));
            return work.work().kind() == Work.Kind.PROBE
                    ? new Input.Probed(work.work(), (Probe.Finding<Object>) result)
                    : new Input.Returned(work.work(), result);
        } catch (ThrownException e) {
            return work.work().kind() == Work.Kind.PROBE
                    ? new Input.Probed(work.work(), Probe.unknown())
                    : new Input.Threw(work.work(), e.thrown());
        } catch (Throwable e) {
            return new Input.Threw(work.work(), e);
        }
    }

    /** An outcome that can't be stored for now is stored later, for as long as the lease stands. */
    private void record(RemoteWork work, Input outcome) {
        for (int attempt = 1; !closed; attempt++) {
            try {
                if (!recorded(work, outcome)) {
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

    private boolean recorded(RemoteWork work, Input outcome) {
        return recorded(work, advance -> advance.apply(outcome));
    }

    private boolean recorded(RemoteWork work, UnaryOperator<Advance> outcome) {
        return engine.environment().transactions().call(() -> {
            Optional<Locked> held = engine.store().hold(work.lease());
            held.ifPresent(locked -> engine.record(List.of(outcome.apply(new Advance(
                    work.machine(),
                    locked.instances().getFirst(),
                    work.instance().context(),
                    locked.now())))));
            return held.isPresent();
        });
    }

    private void suspend(RemoteWork work, RuntimeException cause) {
        try {
            Throwable failure = cause instanceof LocalFailure local ? local.failure() : cause;
            recorded(work, advance -> engine.broken(advance, failure));
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
        Map<Lease, FutureTask<Input>> held = Map.copyOf(running);
        if (held.isEmpty()) {
            return;
        }
        Set<Lease> standing = Set.copyOf(engine.store().renew(held.keySet(), lease));
        held.forEach((of, call) -> {
            if (!standing.contains(of)) {
                call.cancel(true);
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
        running.values().forEach(call -> call.cancel(true));
    }
}
