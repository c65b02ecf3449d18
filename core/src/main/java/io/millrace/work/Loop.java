package io.millrace.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a step on a thread of its own until it is closed. A step that throws, whatever it throws, is repeated
 * after a {@link Backoff}; the last failure stays visible until a step succeeds.
 */
public final class Loop implements AutoCloseable {

    /** One round of work, a second long at most; returns how long to wait before the next. */
    @FunctionalInterface
    public interface Step {
        Duration run() throws Exception;
    }

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Step step;
    private final Backoff backoff;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    private Loop(String name, Step step, Backoff backoff) {
        this.name = name;
        this.step = step;
        this.backoff = backoff;
        this.thread = Thread.ofPlatform().name("millrace-" + name).daemon().unstarted(this::repeat);
    }

    /** Starts a loop under a name that shows in thread dumps and logs. */
    public static Loop start(String name, Step step, Backoff backoff) {
        Loop loop = new Loop(name, step, backoff);
        loop.thread.start();
        return loop;
    }

    public String name() {
        return name;
    }

    /** What the last step failed with, or empty when it succeeded. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void repeat() {
        try {
            int failures = 0;
            Duration pause = Duration.ZERO;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    pause = step.run();
                    failures = 0;
                    failure = null;
                } catch (InterruptedException e) {
                    throw e;
                } catch (Throwable e) {
                    failures++;
                    pause = pauseAfter(e, failures);
                }
            }
        } catch (InterruptedException e) {
            log.debug("{} was interrupted and ends", name);
        }
    }

    private Duration pauseAfter(Throwable e, int failures) {
        failure = e;
        Duration pause = backoff.after(failures);
        if (closing.getCount() > 0) {
            log.warn("{} failed, attempt {}, next in {} ms: {}", name, failures, pause.toMillis(), SafeMessage.of(e));
            log.debug("{} failed", name, e);
        }
        return pause;
    }

    /** Lets the current step end, then ends the thread; interrupts a step that takes longer than 10 s. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread != Thread.currentThread() && !thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
