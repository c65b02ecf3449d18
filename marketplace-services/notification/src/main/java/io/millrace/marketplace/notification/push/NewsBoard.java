package io.millrace.marketplace.notification.push;

import io.millrace.log.Page;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The latest news, in memory, for all browsers of this instance: one thread follows the log for them. What is older is
 * read from the log. Safe for use by many threads.
 */
@Component
final class NewsBoard implements SmartLifecycle {

    private static final int KEPT = 1_000;
    private static final int PAGE = 500;
    private static final Duration GATHERING = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final NewsLog log;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<PostedNews> latest = new ArrayList<>();
    private long keptAfter;
    private long through;
    private @Nullable Loop loop;

    NewsBoard(NewsLog log) {
        this.log = log;
    }

    /** The position after which everything is new to those who come now. */
    long end() {
        lock.lock();
        try {
            return through;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there will be news at all. */
    boolean isOpen() {
        lock.lock();
        try {
            return loop != null;
        } finally {
            lock.unlock();
        }
    }

    /** The news after the position; waits for some until the time is over or the board is closed. */
    Page<PostedNews> await(long after, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long remaining = atMost.toNanos();
            while (through <= after && remaining > 0 && loop != null) {
                remaining = changed.awaitNanos(remaining);
            }
            if (after >= keptAfter) {
                return new Page<>(keptSince(after), Math.max(after, through));
            }
        } finally {
            lock.unlock();
        }
        return log.read(after, PAGE);
    }

    private List<PostedNews> keptSince(long position) {
        int first = latest.size();
        while (first > 0 && latest.get(first - 1).position() > position) {
            first--;
        }
        return latest.subList(first, latest.size());
    }

    @Override
    public void start() {
        long end = log.last();
        lock.lock();
        try {
            keptAfter = end;
            through = end;
            loop = Loop.start("news", this::follow, BACKOFF);
        } finally {
            lock.unlock();
        }
    }

    private Duration follow() throws InterruptedException {
        if (log.await(end(), LONGEST_WAIT)) {
            post(log.read(end(), PAGE));
        }
        return GATHERING;
    }

    private void post(Page<PostedNews> page) {
        lock.lock();
        try {
            latest.addAll(page.records());
            List<PostedNews> surplus = latest.subList(0, Math.max(0, latest.size() - KEPT));
            if (!surplus.isEmpty()) {
                keptAfter = surplus.getLast().position();
                surplus.clear();
            }
            through = page.through();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        Loop following = closed();
        if (following != null) {
            following.close();
        }
    }

    private @Nullable Loop closed() {
        lock.lock();
        try {
            Loop following = loop;
            loop = null;
            changed.signalAll();
            return following;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return isOpen();
    }

    /** Before the web server stops, which waits for those who read. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
