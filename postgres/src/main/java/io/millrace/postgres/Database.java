package io.millrace.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that holds Millrace's tables.
 *
 * @param dataSource gives connections of their own, to the primary: for reading logs, and for leases
 * @param transactions of the same DataSource, which everything that belongs to a transaction joins
 */
public record Database(DataSource dataSource, JdbcTransactions transactions, Schema schema) {

    /** Plain JDBC transactions and the schema {@code millrace}. */
    public static Database of(DataSource dataSource) {
        return new Database(dataSource, new DataSourceTransactions(dataSource), Schema.defaults());
    }

    String table(String name) {
        return schema.table(name);
    }

    /** Works in the active transaction, or in autocommit mode where there is none. */
    <T extends @Nullable Object> T joined(JdbcTransactions.ConnectionWork<T> work) {
        try {
            return transactions.withConnection(work);
        } catch (DatabaseException e) {
            if (transactions.active()) {
                transactions.beforeCommit(() -> transactions.withConnection(Database::requireAlive));
            }
            throw e;
        }
    }

    /**
     * Fails if an error has ended the transaction. PostgreSQL answers the commit of such a one by rolling back, and
     * its driver reports success.
     */
    static boolean requireAlive(Connection connection) {
        try {
            return Sql.of("SELECT TRUE").one(connection, row -> row.getBoolean(1));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Works outside the active transaction, in autocommit mode on a connection of its own. */
    <T extends @Nullable Object> T apart(JdbcTransactions.ConnectionWork<T> work) {
        try (Connection connection = open(dataSource)) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    static Connection open(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static Optional<String> state(DatabaseException failure) {
        return failure.getCause() instanceof SQLException cause
                ? Optional.ofNullable(cause.getSQLState())
                : Optional.empty();
    }
}
