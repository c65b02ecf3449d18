package io.millrace.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** A transaction on a connection of its own that the test holds open. */
final class OpenAppend implements AutoCloseable {

    private final Connection connection;

    private OpenAppend(Connection connection) {
        this.connection = connection;
    }

    static OpenAppend begin(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        return new OpenAppend(connection);
    }

    /** A transaction that has appended one event already. */
    static OpenAppend of(DataSource dataSource) throws SQLException {
        return begin(dataSource).append();
    }

    OpenAppend append() throws SQLException {
        return execute("""
                INSERT INTO millrace.events
                    (stream_type, stream_id, version, event_id, event_type, event_version, occurred_at, payload)
                VALUES ('Open', '%1$s', 1, '%1$s', 'Counted', 1, now(), '{"number":0}')
                """.formatted(UUID.randomUUID()));
    }

    OpenAppend execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return this;
    }

    int backendPid() throws SQLException {
        return Sql.of("SELECT pg_backend_pid()").one(connection, row -> row.getInt(1));
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
