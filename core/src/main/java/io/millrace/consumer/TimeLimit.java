package io.millrace.consumer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work that may never return on a thread that can be given up. It is a platform thread: a virtual one that
 * spins would keep others from running.
 */
final class TimeLimit {

    private static final Logger log = LoggerFactory.getLogger(TimeLimit.class);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int IDLE_SECONDS = 5;

    private final String name;
    private final Duration limit;
    private final ThreadPoolExecutor threads;
    private volatile long since;

    TimeLimit(String name, Duration limit) {
        this.name = name;
        this.limit = limit;
        ThreadFactory factory = Thread.ofPlatform()
                .daemon()
                .name("millrace-" + name + "-handler-", 0)
                .factory();
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    /** How long a transaction may stand still before the database ends it. */
    Duration standstill() {
        return limit.plus(GRACE);
    }

    /** The work goes on: its time begins anew. */
    void progress() {
        since = System.nanoTime();
    }

    /**
     * Returns or throws what the work does.
     *
     * @throws HandlerTimeoutException if it makes no progress for too long, even if it ends when it is interrupted
     */
    <T> T call(Supplier<T> work) {
        Run<T> run = new Run<>(work);
        progress();
        threads.execute(run);
        try {
            while (true) {
                try {
                    return run.result.get(left(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (left() <= 0) {
                        throw timedOut(run);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw unchecked(e);
        } catch (InterruptedException e) {
            run.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + " was interrupted", e);
        }
    }

    private long left() {
        return since + limit.toNanos() - System.nanoTime();
    }

    private HandlerTimeoutException timedOut(Run<?> run) throws InterruptedException {
        StackTraceElement[] where = run.interrupt();
        boolean running = !run.endsWithin(GRACE);
        if (running) {
            log.error(
                    "{} gives up a handler that does not return; its thread and its connection are lost until it does",
                    name);
        }
        return new HandlerTimeoutException(limit, where, running);
    }

    private static RuntimeException unchecked(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    private static final class Run<T> implements Runnable {

        private final Supplier<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile Thread thread = Thread.currentThread();
        private boolean running;

        Run(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            begin();
            try {
                T value = work.get();
                end();
                result.complete(value);
            } catch (Throwable e) {
                end();
                result.completeExceptionally(e);
            }
        }

        private synchronized void begin() {
            thread = Thread.currentThread();
            running = true;
        }

        /** From here on no interrupt reaches the thread, which may have other work next. */
        private synchronized void end() {
            running = false;
        }

        synchronized StackTraceElement[] interrupt() {
            if (!running) {
                return new StackTraceElement[0];
            }
            StackTraceElement[] where = thread.getStackTrace();
            thread.interrupt();
            return where;
        }

        boolean endsWithin(Duration time) throws InterruptedException {
            try {
                result.get(time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                log.debug("the handler ended when it was interrupted", e.getCause());
            } catch (TimeoutException e) {
                return false;
            }
            return true;
        }
    }
}
