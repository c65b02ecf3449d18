package io.millrace.kafka;

import io.millrace.consumer.FencedException;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A partition for as long as it is assigned: what was polled and is not finished, and the thread that works on it.
 * The thread that polls offers and commits; it is never made to wait for the work.
 */
final class AssignedPartition {

    private static final Logger log = LoggerFactory.getLogger(AssignedPartition.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private final String name;
    private final Supplier<PartitionProcessor> processors;
    private final PartitionWork work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PartitionBacklog backlog;
    private boolean stopped;
    private volatile boolean busy;
    private int failures;
    private volatile @Nullable PartitionProcessor processor;
    private volatile @Nullable Throwable failure;

    /**
     * What the partitions of a consumer share.
     *
     * @param batch messages handed on at a time; a partition that is stopped begins no further batch
     * @param buffered so many messages are enough to be polled ahead
     */
    record PartitionWork(int batch, int buffered, Semaphore permits, Runnable progressed) {}

    /** @param processors raises the partition's epoch, and may block */
    AssignedPartition(String name, Supplier<PartitionProcessor> processors, PartitionWork work) {
        this.name = name;
        this.processors = processors;
        this.work = work;
        this.backlog = new PartitionBacklog(work.buffered());
    }

    void start() {
        Thread.ofVirtual().name("millrace-" + name).start(this::run);
    }

    void offer(List<IncomingMessage> messages) {
        locked(() -> {
            backlog.add(messages);
            changed.signalAll();
        });
    }

    /** Whether no more should be polled for now. */
    boolean full() {
        lock.lock();
        try {
            return backlog.isFull();
        } finally {
            lock.unlock();
        }
    }

    /** The offset to commit, if there is one. */
    OptionalLong due() {
        lock.lock();
        try {
            return backlog.due();
        } finally {
            lock.unlock();
        }
    }

    /** The group has taken the offset, and so confirmed that the partition was ours. */
    void committed(long offset) {
        locked(() -> {
            backlog.committed(offset);
            changed.signalAll();
        });
    }

    /** What it fails with at present. */
    Optional<Throwable> failure() {
        Throwable own = failure;
        PartitionProcessor current = processor;
        return own != null || current == null ? Optional.ofNullable(own) : current.failure();
    }

    /** Begins nothing more. */
    void stop() {
        locked(() -> {
            stopped = true;
            changed.signalAll();
        });
    }

    /** Waits for the batch at hand; returns whether it has ended. */
    boolean awaitEnd(long untilNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = untilNanos - System.nanoTime();
            while (busy && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !busy;
        } finally {
            lock.unlock();
        }
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
                waitUnlessStopped(pause);
            }
        } catch (InterruptedException e) {
            log.debug("{} was interrupted and ends", name);
        }
    }

    /** Waits for something to do and for a permit to do it; returns false when there is nothing more to begin. */
    private boolean begin() throws InterruptedException {
        awaitReady();
        work.permits().acquire();
        lock.lock();
        try {
            busy = !stopped;
        } finally {
            lock.unlock();
        }
        if (!busy) {
            work.permits().release();
        }
        return busy;
    }

    private void awaitReady() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped && (backlog.inDoubt() || (processor != null && backlog.isEmpty()))) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        work.permits().release();
        locked(() -> {
            busy = false;
            changed.signalAll();
        });
        work.progressed().run();
    }

    /** Returns how long to wait before the next round. */
    private Duration round() {
        try {
            PartitionProcessor current = processor;
            if (current == null) {
                current = processors.get();
                processor = current;
            }
            PartitionProcessor.Result result = current.process(head());
            locked(() -> backlog.finish(result.done()));
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
            log.warn("{} failed, next attempt in {} ms: {}", name, pause.toMillis(), e.toString());
            log.debug("{} failed", name, e);
            return pause;
        }
    }

    private List<IncomingMessage> head() {
        lock.lock();
        try {
            return backlog.head(work.batch());
        } finally {
            lock.unlock();
        }
    }

    private void fence() {
        locked(() -> {
            processor = null;
            backlog.doubt();
        });
    }

    private void waitUnlessStopped(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
