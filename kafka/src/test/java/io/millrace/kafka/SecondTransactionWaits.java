package io.millrace.kafka;

import io.millrace.consumer.FencedException;
import io.millrace.work.Transactions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Real transactions, of which the second and those after it begin only when they are let pass. */
final class SecondTransactionWaits implements Transactions {

    private final Transactions real;
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch pass = new CountDownLatch(1);
    private volatile boolean fenced;

    SecondTransactionWaits(Transactions real) {
        this.real = real;
    }

    void letPass() {
        pass.countDown();
    }

    /** Whether a transaction failed because the partition is somebody else's. */
    boolean fenced() {
        return fenced;
    }

    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        boolean ofPartition = !Thread.currentThread().getName().contains("-redrive");
        if (ofPartition && begun.incrementAndGet() > 1) {
            HandOverTest.await(pass);
        }
        try {
            return real.call(work);
        } catch (FencedException e) {
            fenced = true;
            throw e;
        }
    }

    @Override
    public boolean active() {
        return real.active();
    }

    @Override
    public void beforeCommit(Runnable action) {
        real.beforeCommit(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        real.afterCommit(action);
    }
}
