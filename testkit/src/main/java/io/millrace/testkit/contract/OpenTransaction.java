package io.millrace.testkit.contract;

import io.millrace.testkit.Eventually;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A transaction on a thread of its own that stays open after its work, until it is told how to end. */
public final class OpenTransaction implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final long WAITING_MILLIS = 200;

    private static final class RolledBack extends RuntimeException {}

    private final CompletableFuture<Boolean> ending = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final CountDownLatch worked = new CountDownLatch(1);

    private OpenTransaction() {}

    /** Begins a transaction and runs the work in it; returns at once, for the work may have to wait for others. */
    public static OpenTransaction begin(Transactions transactions, Runnable work) {
        OpenTransaction open = new OpenTransaction();
        Thread.ofPlatform().daemon().name("open-transaction").start(() -> open.run(transactions, work));
        return open;
    }

    /** As {@link #begin}, and waits until the work is done. */
    public static OpenTransaction after(Transactions transactions, Runnable work) {
        OpenTransaction open = begin(transactions, work);
        open.awaitWork();
        return open;
    }

    private void run(Transactions transactions, Runnable work) {
        try {
            transactions.run(() -> {
                work.run();
                worked.countDown();
                if (!ending.join()) {
                    throw new RolledBack();
                }
            });
            ended.complete(true);
        } catch (RolledBack e) {
            ended.complete(false);
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    /** Waits until the work is done; fails if it threw. */
    public void awaitWork() {
        Eventually.holds(
                "the work in the open transaction is done",
                Duration.ofSeconds(PATIENCE_SECONDS),
                () -> worked.getCount() == 0 || ended.isDone());
        if (worked.getCount() > 0) {
            awaitEnd();
        }
    }

    /** Whether the work is done. */
    public boolean hasWorked() {
        return worked.getCount() == 0;
    }

    /** Fails if the work, which has to wait for another transaction, gets done meanwhile. */
    public void requireWaiting() {
        try {
            boolean done = worked.await(WAITING_MILLIS, TimeUnit.MILLISECONDS);
            if (done || ended.isDone()) {
                throw new AssertionError("the open transaction does not wait");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public void commit() {
        ending.complete(true);
        awaitEnd();
    }

    public void rollback() {
        ending.complete(false);
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the open transaction failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the open transaction does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Rolls back what is still open. */
    @Override
    public void close() {
        ending.complete(false);
    }
}
