package io.millrace.postgres;

import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.log.Positioned;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A subscriber that follows a log from the beginning on a thread of its own, and remembers what it saw. */
final class Follower<R extends Positioned> implements AutoCloseable {

    private final Log<R> log;
    private final int pageSize;
    private final List<List<R>> pages = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long cursor;

    Follower(Log<R> log, int pageSize) {
        this.log = log;
        this.pageSize = pageSize;
        this.thread = Thread.ofPlatform().daemon().name("follower").start(this::follow);
    }

    private void follow() {
        while (!closed) {
            try {
                if (log.await(cursor, Duration.ofMillis(200))) {
                    Page<R> page = log.read(cursor, pageSize);
                    pages.add(page.records());
                    cursor = page.through();
                }
            } catch (DatabaseException e) {
                Thread.onSpinWait();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The positions seen so far, in the order in which they were seen. */
    List<Long> positions() {
        return pages.stream().flatMap(List::stream).map(Positioned::position).collect(Collectors.toList());
    }

    List<Long> awaitThrough(long position) {
        Eventually.holds("the follower passes " + position, Duration.ofSeconds(60), () -> cursor >= position);
        return positions();
    }

    @Override
    public void close() {
        closed = true;
        Eventually.holds("the follower ends", () -> !thread.isAlive());
    }
}
