package io.millrace.saga;

import io.millrace.saga.Advance.LocalFailure;
import io.millrace.saga.SagaCode.ThrownException;
import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls outside any transaction, each on a virtual thread, and records their outcomes while the lease stands: one
 * that somebody else has taken over writes nothing. Safe for use by many threads.
 */
final class RemoteCalls {

    private record Running(RemoteWork work, Thread thread) {}

    private static final Logger log = LoggerFactory.getLogger(RemoteCalls.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final Engine engine;
    private final Semaphore places;
    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    RemoteCalls(Engine engine, int atOnce) {
        this.engine = engine;
        this.places = new Semaphore(atOnce);
    }

    /** How many more may be made at once. */
    int places() {
        return places.availablePermits();
    }

    /** Begins the call; waits while too many are under way. */
    void begin(RemoteWork work) throws InterruptedException {
        places.acquire();
        Thread thread =
                Thread.ofVirtual().name("millrace-saga-" + work.work().step()).unstarted(() -> makeAndRelease(work));
        running.put(work.lease().saga(), new Running(work, thread));
        thread.start();
    }

    private void makeAndRelease(RemoteWork work) {
        try {
            record(work, outcome(work));
        } finally {
            running.computeIfPresent(
                    work.lease().saga(), (saga, current) -> current.work().equals(work) ? null : current);
            places.release();
        }
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
        return engine.environment().transactions().call(() -> {
            Optional<Locked> held = engine.store().hold(work.lease());
            held.ifPresent(locked -> engine.record(List.of(new Advance(
                            work.machine(),
                            locked.instances().getFirst(),
                            work.instance().context(),
                            locked.now())
                    .apply(outcome))));
            return held.isPresent();
        });
    }

    private void suspend(RemoteWork work, RuntimeException cause) {
        try {
            recorded(work, new Input.Broken(cause instanceof LocalFailure local ? local.failure() : cause));
        } catch (RuntimeException e) {
            log.warn("the outcome of step '{}' can't be stored: {}", work.work().step(), e.toString());
        }
    }

    private static boolean paused(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Prolongs the leases of the calls under way; one that is lost is interrupted. */
    void renew(Duration lease) {
        List<Lease> held =
                running.values().stream().map(call -> call.work().lease()).toList();
        if (held.isEmpty()) {
            return;
        }
        Set<Lease> standing = engine.store().renew(held, lease).stream().collect(Collectors.toSet());
        running.values().stream()
                .filter(call -> held.contains(call.work().lease())
                        && !standing.contains(call.work().lease()))
                .forEach(call -> call.thread().interrupt());
    }

    /** Waits so long for what is under way, then interrupts it; its leases expire. */
    void close(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (Running call : running.values()) {
                call.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        running.values().forEach(call -> call.thread().interrupt());
    }
}
