package io.millrace.marketplace.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends several things at the same time, and waits no longer than it is told to. */
final class Ending {

    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private final List<Runnable> tasks;

    private Ending(List<Runnable> tasks) {
        this.tasks = tasks;
    }

    static Ending of(List<Runnable> tasks) {
        return new Ending(List.copyOf(tasks));
    }

    /** Returns whether everything has ended; what has not goes on in the background. */
    boolean within(Duration atMost) {
        CountDownLatch open = new CountDownLatch(tasks.size());
        for (Runnable task : tasks) {
            Thread.ofPlatform().daemon().name("end").start(() -> run(task, open));
        }
        try {
            return open.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void run(Runnable task, CountDownLatch open) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            log.warn("A part did not end in order", e);
        } finally {
            open.countDown();
        }
    }
}
