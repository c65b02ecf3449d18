package io.millrace.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions over the in-memory adapters that were made with it, for unit tests: what one writes, others see
 * after its commit, and never after its rollback. Two transactions that wait for each other fail after 10 s.
 */
public final class InMemoryTransactions implements Transactions {

    private static final Logger log = LoggerFactory.getLogger(InMemoryTransactions.class);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    @SuppressWarnings("ThreadLocalUsage") // every instance is a database of its own
    private final ThreadLocal<Work> bound = new ThreadLocal<>();

    private final Map<Object, Work> holders = new HashMap<>();

    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return active() ? work.get() : callApart(work);
    }

    /** Runs the work in a transaction of its own, beside the one that may be active. */
    public <T extends @Nullable Object> T callApart(Supplier<T> work) {
        Work before = bound.get();
        Work transaction = new Work();
        T result;
        bound.set(transaction);
        try {
            result = work.get();
            transaction.runBeforeCommit();
            end(transaction, transaction.commits);
        } catch (Throwable e) {
            Collections.reverse(transaction.rollbacks);
            end(transaction, transaction.rollbacks);
            throw e;
        } finally {
            bind(before);
        }
        transaction.afterCommit.forEach(InMemoryTransactions::runAfterCommit);
        return result;
    }

    @Override
    public boolean active() {
        return bound.get() != null;
    }

    @Override
    public void beforeCommit(Runnable action) {
        current().beforeCommit.add(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        if (active()) {
            current().afterCommit.add(action);
        } else {
            action.run();
        }
    }

    /**
     * For adapters: what makes a change of the active transaction visible, and what takes it back. All changes of a
     * transaction happen at once for those who read while they are synchronized on this object, and who wait on it
     * are notified.
     */
    public void join(Runnable commit, Runnable rollback) {
        current().commits.add(commit);
        current().rollbacks.add(rollback);
    }

    /** For adapters: waits until no other transaction holds the key, and holds it until the active one ends. */
    public synchronized void lock(Object key) {
        Work transaction = current();
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (holders.getOrDefault(key, transaction) != transaction) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                throw new IllegalStateException("waited too long for a transaction that holds " + key);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a transaction that holds " + key, e);
            }
        }
        holders.put(key, transaction);
    }

    /** For adapters: holds the key until the active transaction ends, unless another one holds it. */
    public synchronized boolean tryLock(Object key) {
        Work transaction = current();
        return holders.computeIfAbsent(key, free -> transaction) == transaction;
    }

    /** For adapters: whether the active transaction holds the key. */
    public synchronized boolean holds(Object key) {
        return active() && holders.get(key) == bound.get();
    }

    private synchronized void end(Work transaction, List<Runnable> changes) {
        changes.forEach(Runnable::run);
        holders.values().removeIf(holder -> holder == transaction);
        notifyAll();
    }

    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("an action after a commit failed: {}", e.toString());
        }
    }

    private Work current() {
        Work transaction = bound.get();
        if (transaction == null) {
            throw new IllegalStateException("no transaction is active: call it inside Transactions.run");
        }
        return transaction;
    }

    private void bind(@Nullable Work transaction) {
        if (transaction == null) {
            bound.remove();
        } else {
            bound.set(transaction);
        }
    }

    private static final class Work {

        private final Deque<Runnable> beforeCommit = new ArrayDeque<>();
        private final List<Runnable> afterCommit = new ArrayList<>();
        private final List<Runnable> commits = new ArrayList<>();
        private final List<Runnable> rollbacks = new ArrayList<>();

        void runBeforeCommit() {
            while (!beforeCommit.isEmpty()) {
                beforeCommit.remove().run();
            }
        }
    }
}
