package io.millrace.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for a condition with a deadline, and says what it waited for when the deadline passes. */
public final class Eventually {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A check that throws while the condition does not hold. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    private Eventually() {}

    /** Waits up to 30 s until the condition holds; a condition that throws does not hold yet. */
    public static void holds(String what, Callable<Boolean> condition) {
        holds(what, PATIENCE, condition);
    }

    public static void holds(String what, Duration atMost, Callable<Boolean> condition) {
        passes(what, atMost, () -> {
            if (!condition.call()) {
                throw new AssertionError("it does not hold");
            }
        });
    }

    /** Waits up to 30 s until the check, such as an assertion, no longer throws. */
    public static void passes(String what, Check check) {
        passes(what, PATIENCE, check);
    }

    public static void passes(String what, Duration atMost, Check check) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Throwable last = attempt(check);
            if (last == null) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within %s: %s; at last: %s".formatted(atMost, what, last), last);
            }
            pause(what);
        }
    }

    private static @Nullable Throwable attempt(Check check) {
        try {
            check.run();
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    private static void pause(String what) {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted while waiting: " + what);
        }
    }
}
