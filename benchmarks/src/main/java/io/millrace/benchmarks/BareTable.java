package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Clients.Client;
import io.millrace.event.EventIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.UUID;

/** Tables with the columns and indexes of Millrace's, for INSERTs without Millrace. */
final class BareTable {

    private static final String EVENT = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String EVENTS = """
            INSERT INTO bare_events (stream_type, stream_id, version, event_id, event_type, event_version, occurred_at,
                                     correlation_id, causation_id, actor, traceparent, payload)
            VALUES\s""";
    private static final String OUTBOX = """
            INSERT INTO bare_outbox (lane, aggregate_type, aggregate_id, sequence, event_id, event_type, event_version,
                                     created_at, correlation_id, causation_id, actor, traceparent, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private BareTable() {}

    static void create(BenchDatabase database) throws SQLException {
        database.execute("CREATE TABLE bare_events (LIKE millrace.events INCLUDING ALL)");
        database.execute("CREATE TABLE bare_outbox (LIKE millrace.outbox INCLUDING ALL)");
    }

    /** Inserts so many rows at a time with autocommit. */
    static Client events(BenchDatabase database, int rows) throws SQLException {
        return new Events(database.connection(), rows);
    }

    /** Inserts an event and an outbox message in one transaction. */
    static Client eventAndMessage(BenchDatabase database) throws SQLException {
        return new EventAndMessage(database.connection());
    }

    /** One-row INSERTs that meet the unique index, and ask for the version that is there. */
    static Client conflicts(BenchDatabase database) throws SQLException {
        return new Conflicts(database.connection());
    }

    private static class Events implements Client {

        private final Connection connection;
        private final PreparedStatement insert;
        private final StreamCursor stream = new StreamCursor();
        private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        private final int rows;

        Events(Connection connection, int rows) throws SQLException {
            this.connection = connection;
            this.rows = rows;
            this.insert = connection.prepareStatement(EVENTS + String.join(", ", Collections.nCopies(rows, EVENT)));
        }

        @Override
        public void once() throws SQLException {
            stream.next(rows);
            insert(stream.version());
        }

        void insert(long after) throws SQLException {
            for (int row = 0; row < rows; row++) {
                int first = 12 * row + 1;
                UUID id = EventIds.next();
                insert.setString(first, OrderPlaced.STREAM_TYPE);
                insert.setString(first + 1, stream.id());
                insert.setLong(first + 2, after + row + 1);
                bindMetadata(insert, first + 3, id, now);
                insert.setString(first + 11, OrderPlaced.JSON);
            }
            insert.executeUpdate();
        }

        Connection connection() {
            return connection;
        }

        StreamCursor stream() {
            return stream;
        }

        @Override
        public void close() throws SQLException {
            connection.setAutoCommit(true);
            connection.close();
        }
    }

    private static final class EventAndMessage extends Events {

        private final PreparedStatement message;
        private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);

        EventAndMessage(Connection connection) throws SQLException {
            super(connection, 1);
            connection.setAutoCommit(false);
            this.message = connection.prepareStatement(OUTBOX);
        }

        @Override
        public void once() throws SQLException {
            super.once();
            message.setInt(1, 17);
            message.setString(2, OrderPlaced.STREAM_TYPE);
            message.setString(3, stream().id());
            message.setLong(4, 0);
            bindMetadata(message, 5, EventIds.next(), now);
            message.setString(13, OrderPlaced.JSON);
            message.executeUpdate();
            connection().commit();
        }
    }

    private static final class Conflicts extends Events {

        private final PreparedStatement version;

        Conflicts(Connection connection) throws SQLException {
            super(connection, 1);
            this.version = connection.prepareStatement(
                    "SELECT max(version) FROM bare_events WHERE stream_type = ? AND stream_id = ?");
            super.once();
        }

        @Override
        public void once() throws SQLException {
            try {
                insert(0);
                throw new IllegalStateException("the version was inserted twice");
            } catch (SQLException e) {
                if (!"23505".equals(e.getSQLState())) {
                    throw e;
                }
            }
            version.setString(1, OrderPlaced.STREAM_TYPE);
            version.setString(2, stream().id());
            version.executeQuery().close();
        }
    }

    /** The eight columns of metadata, as Millrace fills them. */
    private static void bindMetadata(PreparedStatement statement, int first, UUID id, OffsetDateTime now)
            throws SQLException {
        statement.setObject(first, id);
        statement.setString(first + 1, "OrderPlaced");
        statement.setInt(first + 2, 1);
        statement.setObject(first + 3, now);
        statement.setString(first + 4, id.toString());
        statement.setString(first + 5, null);
        statement.setString(first + 6, null);
        statement.setString(first + 7, null);
    }
}
