package io.millrace.postgres;

import io.millrace.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;

/** What everybody writes first: it remembers the highest position that it has seen, and asks for larger ones. */
final class NaiveFollower implements AutoCloseable {

    private final Database database;
    private final List<Long> seen = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long highest;

    NaiveFollower(Database database) {
        this.database = database;
        this.thread = Thread.ofPlatform().daemon().name("naive").start(this::follow);
    }

    private void follow() {
        while (!closed) {
            List<Long> page = database.apart(connection -> Sql.of(
                            "SELECT position FROM millrace.events" + " WHERE position > ? ORDER BY position LIMIT 100",
                            highest)
                    .all(connection, row -> row.getLong(1)));
            synchronized (seen) {
                seen.addAll(page);
            }
            highest = page.isEmpty() ? highest : page.getLast();
        }
    }

    List<Long> awaitThrough(long position) {
        Eventually.holds("the naive follower passes " + position, () -> highest >= position);
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    @Override
    public void close() {
        closed = true;
        Eventually.holds("the follower ends", () -> !thread.isAlive());
    }
}
