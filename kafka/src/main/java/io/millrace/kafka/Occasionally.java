package io.millrace.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Runs an action at most once in an interval. Safe for use by many threads. */
final class Occasionally {

    private final long intervalNanos;
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

    Occasionally(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    void run(Runnable action) {
        long now = System.nanoTime();
        long next = nextNanos.get();
        if (now - next >= 0 && nextNanos.compareAndSet(next, now + intervalNanos)) {
            action.run();
        }
    }
}
