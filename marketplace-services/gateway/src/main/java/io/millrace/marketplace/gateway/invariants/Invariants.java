package io.millrace.marketplace.gateway.invariants;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells whether the books of the services agree. However many ask at once, one comparison runs at a time: who waited
 * gets the report of one that began after he had asked.
 */
@Component
public final class Invariants {

    private final Audit audit;
    private final Lock lock = new ReentrantLock();
    private @Nullable Report latest;
    private long latestBeganNanos;

    Invariants(Audit audit) {
        this.audit = audit;
    }

    /** The books as they are now; {@code ServiceUnavailable} where that can't be told. */
    public Report report() {
        long askedNanos = System.nanoTime();
        lock.lock();
        try {
            Report present = latest;
            if (present != null && latestBeganNanos - askedNanos > 0) {
                return present;
            }
            long beganNanos = System.nanoTime();
            Report report = audit.report();
            latest = report;
            latestBeganNanos = beganNanos;
            return report;
        } finally {
            lock.unlock();
        }
    }
}
