package io.millrace.log;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads the next page of a log while the one before it is worked on. What is settled never changes, so a page may be
 * read before it is asked for. For one thread, which never waits longer than the log takes to answer.
 */
final class ReadAhead<R extends Positioned> {

    private record Pending<R extends Positioned>(long after, FutureTask<Page<? extends R>> page) {}

    private final Log<? extends R> log;
    private final int pageSize;
    private @Nullable Pending<R> pending;

    ReadAhead(Log<? extends R> log, int pageSize) {
        this.log = log;
        this.pageSize = pageSize;
    }

    Page<? extends R> read(long after) throws InterruptedException {
        Pending<R> begun = pending;
        pending = null;
        Page<? extends R> page =
                begun != null && begun.after() == after ? result(begun.page()) : log.read(after, pageSize);
        if (page.through() >= after + pageSize) {
            pending = begin(page.through());
        }
        return page;
    }

    private Pending<R> begin(long after) {
        FutureTask<Page<? extends R>> task = new FutureTask<>(() -> log.read(after, pageSize));
        Thread.ofVirtual().name("millrace-read-ahead").start(task);
        return new Pending<>(after, task);
    }

    private static <T> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a page could not be read", e);
        }
    }
}
