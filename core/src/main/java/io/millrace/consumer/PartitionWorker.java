package io.millrace.consumer;

import io.millrace.work.Backoff;
import io.millrace.work.SafeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private final String name;
    private final WorkLimits limits;
    private final PartitionOwner owner;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Backlog backlog;
    private boolean stopped;
    private boolean inDoubt;
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
        lock.lock();
        try {
            return backlog.isFull();
        } finally {
            lock.unlock();
        }
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
        limits.permits().acquire();
        boolean begun;
        lock.lock();
        try {
            busy = !stopped;
            begun = busy;
        } finally {
            lock.unlock();
        }
        if (!begun) {
            limits.permits().release();
        }
        return begun;
    }

    private void awaitReady() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped && (inDoubt || (processor != null && backlog.isEmpty()))) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        limits.permits().release();
        locked(() -> busy = false);
        owner.progressed();
    }

    /** Returns how long to wait before the next round. */
    private Duration round() {
        try {
            PartitionProcessor.Result result = taken().process(head());
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
        lock.lock();
        try {
            return backlog.head(limits.batch());
        } finally {
            lock.unlock();
        }
    }

    private void finish(int done) {
        if (done == 0) {
            return;
        }
        List<IncomingMessage> finished;
        lock.lock();
        try {
            finished = backlog.finish(done);
        } finally {
            lock.unlock();
        }
        owner.finished(finished);
    }

    private void fence() {
        locked(() -> {
            processor = null;
            inDoubt = true;
        });
        owner.fenced();
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
