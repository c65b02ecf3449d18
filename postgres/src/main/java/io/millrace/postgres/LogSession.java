package io.millrace.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A connection that looks at one log, for as long as the connection lives. Each statement is a transaction of its
 * own at READ COMMITTED, on the primary: a standby shows neither the sequence nor the locks as they are.
 */
final class LogSession implements AutoCloseable {

    private static final int ANSWER_WITHIN_MILLIS = 10_000;

    private final Connection connection;
    private final PreparedStatement look;
    private final PreparedStatement lastVisible;
    private final PreparedStatement following;

    private LogSession(Connection connection, String table) throws SQLException {
        this.connection = connection;
        this.look = connection.prepareStatement("""
                SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %1$s_position_seq;
                SELECT virtualtransaction, pid
                FROM pg_locks
                WHERE locktype = 'relation'
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND relation = '%1$s'::regclass
                  AND mode = 'RowExclusiveLock'
                  AND granted
                """.formatted(table));
        this.lastVisible = connection.prepareStatement(
                "SELECT max(position) FROM %s WHERE position > ? AND position <= ?".formatted(table));
        this.following = connection.prepareStatement(
                "SELECT position FROM %s WHERE position > ? AND position <= ? ORDER BY position LIMIT 1000"
                        .formatted(table));
    }

    static LogSession open(DataSource dataSource, String table) throws SQLException {
        Connection connection = Database.open(dataSource);
        try {
            requirePrimary(connection);
            connection.setNetworkTimeout(Runnable::run, ANSWER_WITHIN_MILLIS);
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            return new LogSession(connection, table);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static void requirePrimary(Connection connection) throws SQLException {
        if (!Sql.of("SELECT NOT pg_is_in_recovery()").one(connection, row -> row.getBoolean(1))) {
            throw standby();
        }
    }

    private static SQLException standby() {
        return new SQLException("a log is read on the primary only, and the DataSource leads to a standby", "25006");
    }

    SettledPositions.Look look() throws SQLException {
        // The order of the two matters: who drew a position up to the last one held the lock before it was read.
        look.execute();
        long last;
        try (ResultSet sequence = look.getResultSet()) {
            sequence.next();
            last = sequence.getLong(1);
        }
        look.getMoreResults();
        Map<String, Integer> holders = new HashMap<>();
        try (ResultSet locks = look.getResultSet()) {
            while (locks.next()) {
                holders.put(locks.getString(1), locks.getInt(2));
            }
        }
        return new SettledPositions.Look(last, holders);
    }

    /** The last record after one position and up to another, or the first position if there is none. */
    long lastVisible(long after, long through) throws SQLException {
        lastVisible.setLong(1, after);
        lastVisible.setLong(2, through);
        try (ResultSet row = lastVisible.executeQuery()) {
            row.next();
            return Math.max(after, row.getLong(1));
        }
    }

    /** The end of the records that follow the position without a gap, or the position if there are none. */
    long gapless(long after, long through) throws SQLException {
        following.setLong(1, after);
        following.setLong(2, through);
        long end = after;
        try (ResultSet rows = following.executeQuery()) {
            while (rows.next() && rows.getLong(1) == end + 1) {
                end++;
            }
        }
        return end;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
