package io.millrace.consumer;

import io.millrace.work.Backoff;
import io.millrace.work.SafeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of one partition, such as Kafka's partition, a queue or a log's lane, and the thread that works on them in
 * the order in which they were offered. Whoever offers is never made to wait for the work. Safe for use by many
 * threads.
 */
public final class PartitionWorker {

    private static final Logger log = LoggerFactory.getLogger(PartitionWorker.class);
    private static final int AT_HAND = 100;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private final String name;
    private final WorkLimits limits;
    private final PartitionOwner owner;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Backlog backlog;
    private boolean stopped;
    private boolean inDoubt;
    private boolean paused;
    private boolean busy;
    private int failures;
    private volatile @Nullable PartitionProcessor processor;
    private volatile @Nullable Throwable failure;

    private PartitionWorker(String name, WorkLimits limits, PartitionOwner owner) {
        this.name = name;
        this.limits = limits;
        this.owner = owner;
        this.backlog = new Backlog(limits.buffered());
    }

    /** Starts a worker under a name that shows in thread dumps and logs; it takes the right to the partition at once. */
    public static PartitionWorker start(String name, WorkLimits limits, PartitionOwner owner) {
        PartitionWorker worker = new PartitionWorker(name, limits, owner);
        Thread.ofVirtual().name("millrace-" + name).start(worker::run);
        return worker;
    }

    /** Adds messages behind those that were offered before. */
    public void offer(List<IncomingMessage> messages) {
        locked(() -> backlog.add(messages));
    }

    /** Whether no more should be offered for now. */
    public boolean full() {
        return locked(backlog::isFull);
    }

    /** The partition is still ours after {@link PartitionOwner#fenced}: takes the right anew and goes on. */
    public void confirm() {
        locked(() -> inDoubt = false);
    }

    /** What it fails with at present. */
    public Optional<Throwable> failure() {
        Throwable own = failure;
        PartitionProcessor current = processor;
        return own != null || current == null ? Optional.ofNullable(own) : current.failure();
    }

    /** What it repeats at present. */
    public Optional<Retrying> retrying() {
        PartitionProcessor current = processor;
        return current == null ? Optional.empty() : current.retrying();
    }

    /** Begins nothing until {@link #resume}; the batch at hand ends. */
    public void pause() {
        locked(() -> paused = true);
    }

    public void resume() {
        locked(() -> paused = false);
    }

    /** Begins no further transaction, and ends. */
    public void stop() {
        locked(() -> stopped = true);
        PartitionProcessor current = processor;
        if (current != null) {
            current.stop();
        }
    }

    /** Waits until the deadline, by {@link System#nanoTime}, for the batch at hand; returns whether it has ended. */
    public boolean awaitEnd(long untilNanos) throws InterruptedException {
        return await(() -> !busy, untilNanos - System.nanoTime());
    }

    private void run() {
        try {
            while (begin()) {
                Duration pause;
                try {
                    pause = round();
                } finally {
                    end();
                }
                await(() -> stopped, pause.toNanos());
            }
        } catch (InterruptedException e) {
            log.debug("{} was interrupted and ends", name);
        }
    }

    /** Waits for something to do and for a permit to do it; returns false when there is nothing more to begin. */
    private boolean begin() throws InterruptedException {
        await(() -> stopped || isReady(), Long.MAX_VALUE);
        limits.permits().acquire();
        boolean begun = locked(() -> {
            busy = !stopped;
            return busy;
        });
        if (!begun) {
            limits.permits().release();
        }
        return begun;
    }

    private boolean isReady() {
        return !paused && !inDoubt && (processor == null || !backlog.isEmpty());
    }

    private void end() {
        limits.permits().release();
        locked(() -> busy = false);
        owner.progressed();
    }

    /** Returns how long to wait before the next round. */
    private Duration round() {
        try {
            PartitionProcessor.Result result = taken().process(head(), limits.batch());
            finish(result.done());
            failures = 0;
            failure = null;
            return result.retryAfter().orElse(Duration.ZERO);
        } catch (FencedException e) {
            log.info("{}: {}", name, e.getMessage());
            fence();
            return Duration.ZERO;
        } catch (Throwable e) {
            failure = e;
            failures++;
            Duration pause = BACKOFF.after(failures);
            log.warn("{} failed, next attempt in {} ms: {}", name, pause.toMillis(), SafeMessage.of(e));
            log.debug("{} failed", name, e);
            return pause;
        }
    }

    private PartitionProcessor taken() {
        PartitionProcessor current = processor;
        if (current == null) {
            current = owner.take();
            processor = current;
            stopIfAsked(current);
        }
        return current;
    }

    private void stopIfAsked(PartitionProcessor taken) {
        locked(() -> {
            if (stopped) {
                taken.stop();
            }
        });
    }

    private List<IncomingMessage> head() {
        return locked(() -> backlog.head(Math.max(limits.batch(), AT_HAND)));
    }

    private void finish(int done) {
        if (done == 0) {
            return;
        }
        owner.finished(locked(() -> backlog.finish(done)));
    }

    private void fence() {
        locked(() -> {
            processor = null;
            inDoubt = true;
        });
        owner.fenced();
    }

    /** Returns whether the condition came true in time. */
    private boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            T result = action.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }
}
