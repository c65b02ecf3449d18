package io.millrace.saga;

import io.millrace.saga.SagaStore.Lease;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves sagas whose local step has lost its transaction before, each in one of its own on a thread of its own: if it is
 * lost again, nobody has waited for it (SG-7). Safe for use by many threads.
 */
final class LoneSagas {

    private static final Logger log = LoggerFactory.getLogger(LoneSagas.class);

    private final DueSagas due;
    private final int atOnce;
    private final Semaphore places;

    LoneSagas(DueSagas due, int atOnce) {
        this.due = due;
        this.atOnce = atOnce;
        this.places = new Semaphore(atOnce);
    }

    /** Sets a place aside, if there is one; returns how many. */
    int reserve() {
        return places.tryAcquire() ? 1 : 0;
    }

    /** Gives places back that were set aside. */
    void release(int unused) {
        places.release(unused);
    }

    /** Begins in a place that was set aside. */
    void begin(Lease lease) {
        Thread.ofVirtual().name("millrace-saga-alone").start(() -> moveAndRelease(lease));
    }

    private void moveAndRelease(Lease lease) {
        try {
            due.moveAlone(lease);
        } catch (RuntimeException | Error e) {
            log.warn("saga {} is tried again when its lease is over: {}", lease.saga(), e.toString());
        } finally {
            places.release();
        }
    }

    /** Waits so long for what is under way; what takes longer is ended by the database. */
    void close(Duration atMost) {
        try {
            if (places.tryAcquire(atOnce, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                places.release(atOnce);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
