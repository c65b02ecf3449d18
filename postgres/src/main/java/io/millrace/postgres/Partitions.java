package io.millrace.postgres;

import io.millrace.postgres.Retention.Reader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maintenance functions of the schema's owner. Each call is a transaction of its own, and gives way to another
 * instance that is at it.
 */
final class Partitions {

    /** The segments of the outbox. */
    record Segments(long oldest, int count) {}

    private static final Logger log = LoggerFactory.getLogger(Partitions.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int MOST_AT_ONCE = 100;

    private final Database database;
    private final String mutex;

    Partitions(Database database) {
        this.database = database;
        this.mutex = "millrace-retention:" + database.schema().name();
    }

    /** Makes partitions ahead of need; false if a lock was not to be had. */
    boolean prepare(long segmentSize) {
        boolean inbox = tried("prepare_inbox()");
        boolean outbox = tried("prepare_outbox(?)", segmentSize);
        return inbox && outbox;
    }

    /** Drops what is over; false if a lock was not to be had. */
    boolean reclaim(Retention.Settings kept) {
        boolean segments = untilNothingIsLeft(
                "reclaim_outbox(? * interval '1 second')", kept.outbox().toSeconds());
        boolean days = untilNothingIsLeft(
                "reclaim_inbox(? * interval '1 second')", kept.inbox().toSeconds());
        boolean fences = untilNothingIsLeft(
                "trim_step_fences(? * interval '1 second')", kept.fences().toSeconds());
        boolean history = tried("trim_checkpoint_history()");
        return segments && days && fences && history;
    }

    Segments segments() {
        return database.apart(connection -> Sql.of(
                        "SELECT coalesce(min(first_position), 0), count(*) FROM " + database.table("outbox_segments"))
                .one(connection, row -> new Segments(row.getLong(1), row.getInt(2))));
    }

    List<Reader> readers() {
        String statement = """
                SELECT reader.subscription, reader.position, (
                    SELECT created_at FROM %1$s WHERE position > reader.position ORDER BY position LIMIT 1)
                FROM (
                    SELECT subscription, coalesce(min(lane.position), 0) AS position
                    FROM %2$s LEFT JOIN %3$s AS lane USING (subscription)
                    WHERE log = 'outbox'
                    GROUP BY subscription) AS reader
                ORDER BY subscription
                """.formatted(
                        database.table("outbox"), database.table("log_readers"), database.table("lane_positions"));
        return database.apart(connection -> Sql.of(statement)
                .all(
                        connection,
                        row -> new Reader(
                                row.getString(1),
                                row.getLong(2),
                                Optional.ofNullable(row.getObject(3, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant))));
    }

    private boolean untilNothingIsLeft(String function, Object argument) {
        try {
            for (int round = 0; round < MOST_AT_ONCE; round++) {
                Optional<String> dropped = call(function, argument);
                if (dropped.isEmpty()) {
                    return true;
                }
                log.info("dropped {}", dropped.get());
            }
            return false;
        } catch (DatabaseException e) {
            return rethrowUnlessBusy(function, e);
        }
    }

    private boolean tried(String function, Object... arguments) {
        try {
            call(function, arguments);
            return true;
        } catch (DatabaseException e) {
            return rethrowUnlessBusy(function, e);
        }
    }

    private static boolean rethrowUnlessBusy(String function, DatabaseException e) {
        if (!e.code().equals(LOCK_NOT_AVAILABLE)) {
            throw e;
        }
        log.debug("{} found its table in use, and is tried again", function);
        return false;
    }

    private Optional<String> call(String function, @Nullable Object... arguments) {
        @Nullable Object[] values = new @Nullable Object[arguments.length + 1];
        values[0] = mutex;
        System.arraycopy(arguments, 0, values, 1, arguments.length);
        Sql statement = Sql.of(
                "SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended(?, 0)) THEN %s::text END"
                        .formatted(database.table(function)),
                values);
        return database.apart(connection -> atReadCommitted(connection, statement));
    }

    /** So that each statement of a function sees what was there when it got its locks. */
    private static Optional<String> atReadCommitted(Connection connection, Sql statement) throws SQLException {
        int before = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try {
            return statement.one(connection, row -> Optional.ofNullable(row.getString(1)));
        } finally {
            connection.setTransactionIsolation(before);
        }
    }
}
