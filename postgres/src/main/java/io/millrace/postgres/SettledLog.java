package io.millrace.postgres;

import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.log.Positioned;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A table as a log. However long an append stays open and however many roll back, no committed record is skipped.
 *
 * <p>From its first use until it is closed it keeps one thread and one connection, which tell how far the log is
 * settled; they serve all subscribers. Safe for use by many threads.
 */
public final class SettledLog<R extends Positioned> implements Log<R>, AutoCloseable {

    private static final int LARGEST_PAGE_BYTES = 8 << 20;

    private final Database database;
    private final SettledPoller poller;
    private final Sql.Row<R> reader;
    private final String pages;
    private final String shortPages;
    private final String last;
    private final String writtenAfter;
    private final LogReaders readers;

    SettledLog(Database database, LogTable<R> table) {
        String name = database.table(table.name());
        this.database = database;
        this.readers = new LogReaders(database, table.name());
        this.poller = new SettledPoller(database.dataSource(), name);
        this.reader = table.reader();
        this.pages = """
                SELECT %1$s
                FROM %2$s
                WHERE position > ? AND position <= ? AND (SELECT NOT pg_is_in_recovery())
                  AND (SELECT sum(octet_length(payload)) < %3$d
                       FROM (SELECT payload
                             FROM %2$s
                             WHERE position > ? AND position <= ?
                             ORDER BY position
                             LIMIT ?) AS page)
                ORDER BY position
                LIMIT ?
                """.formatted(table.columns(), name, LARGEST_PAGE_BYTES);
        this.shortPages = """
                SELECT %s
                FROM (SELECT record.*, sum(octet_length(payload)) OVER through - octet_length(payload) AS bytes_before
                      FROM %s AS record
                      WHERE position > ? AND position <= ? AND (SELECT NOT pg_is_in_recovery())
                      WINDOW through AS (ORDER BY position ROWS UNBOUNDED PRECEDING)
                      ORDER BY position
                      LIMIT ?) AS page
                WHERE bytes_before < %d
                ORDER BY position
                """.formatted(table.columns(), name, LARGEST_PAGE_BYTES);
        this.last = "SELECT coalesce(max(position), 0) FROM %s".formatted(name);
        this.writtenAfter =
                "SELECT %s FROM %s WHERE position > ? ORDER BY position LIMIT 1".formatted(table.writtenAt(), name);
    }

    @Override
    public Page<R> read(long after, int limit) {
        long settled = poller.settledAfter(after);
        if (settled <= after) {
            return new Page<>(List.of(), after);
        }
        List<R> records = database.apart(connection -> read(connection, after, settled, limit));
        return new Page<>(
                records, records.isEmpty() ? settled : records.getLast().position());
    }

    /** A full page, or, where that is too large, as much of it as is not. */
    private List<R> read(Connection connection, long after, long settled, int limit) throws SQLException {
        List<R> full =
                Sql.of(pages, after, settled, after, settled, limit, limit).all(connection, reader);
        if (!full.isEmpty()) {
            return full;
        }
        Sql shortPage = Sql.of(shortPages, after, settled, limit);
        List<R> part = shortPage.all(connection, reader);
        if (part.isEmpty()) {
            // On a standby, or where everything up to there has been reclaimed.
            LogSession.requirePrimary(connection);
            return shortPage.all(connection, reader);
        }
        return part;
    }

    @Override
    public boolean await(long after, Duration atMost) throws InterruptedException {
        return poller.await(after, atMost);
    }

    @Override
    public long last() {
        return database.apart(connection -> Sql.of(last).one(connection, row -> row.getLong(1)));
    }

    @Override
    public Optional<Instant> writtenAfter(long position) {
        return database.apart(connection -> Sql.of(writtenAfter, position)
                .first(connection, row -> row.getObject(1, OffsetDateTime.class).toInstant()));
    }

    @Override
    public long oldest() {
        return readers.oldest();
    }

    @Override
    public void admit(String subscription, long position) {
        readers.admit(subscription, position);
    }

    /** The open append that holds records back now, if any does. */
    public Optional<Holdback> heldBackBy() {
        return poller.heldBackBy();
    }

    /** Looks soon, for something was committed. */
    void wake() {
        poller.wake();
    }

    /** Ends the thread and gives the connection back. */
    @Override
    public void close() {
        poller.close();
    }
}
