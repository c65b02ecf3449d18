package io.millrace.postgres;

import io.millrace.work.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Transactions whose connection can be used by plain JDBC. */
public interface JdbcTransactions extends Transactions {

    /** Something to do with a connection. */
    @FunctionalInterface
    interface ConnectionWork<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Runs the work on the connection of the active transaction, or on one of its own in autocommit mode where
     * none is active. The work must not commit, roll back or close it.
     *
     * @throws DatabaseException for an {@link SQLException}, with it as the cause
     */
    <T extends @Nullable Object> T withConnection(ConnectionWork<T> work);
}
