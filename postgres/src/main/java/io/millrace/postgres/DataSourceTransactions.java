package io.millrace.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions of plain JDBC, for applications without a transaction manager. Safe for use by many threads. */
public final class DataSourceTransactions implements JdbcTransactions {

    private static final Logger log = LoggerFactory.getLogger(DataSourceTransactions.class);

    private record Active(Connection connection, Deque<Runnable> beforeCommit, List<Runnable> afterCommit) {}

    private final DataSource dataSource;
    private final int isolation;

    @SuppressWarnings("ThreadLocalUsage") // a thread may have a transaction on each of several databases
    private final ThreadLocal<Active> bound = new ThreadLocal<>();

    /** Transactions at the isolation level that the DataSource gives. */
    public DataSourceTransactions(DataSource dataSource) {
        this(dataSource, Connection.TRANSACTION_NONE);
    }

    /** Transactions at the level, one of the constants of {@link Connection}. */
    public DataSourceTransactions(DataSource dataSource, int isolation) {
        this.dataSource = dataSource;
        this.isolation = isolation;
    }

    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        if (active()) {
            return work.get();
        }
        Active transaction = begin();
        T result;
        try {
            result = committed(transaction, work);
        } finally {
            bound.remove();
            release(transaction.connection());
        }
        transaction.afterCommit().forEach(DataSourceTransactions::runAfterCommit);
        return result;
    }

    @Override
    public boolean active() {
        return bound.get() != null;
    }

    @Override
    public void beforeCommit(Runnable action) {
        Active transaction = bound.get();
        if (transaction == null) {
            throw new IllegalStateException("there is no transaction to run an action before its commit");
        }
        transaction.beforeCommit().add(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        Active transaction = bound.get();
        if (transaction == null) {
            action.run();
            return;
        }
        transaction.afterCommit().add(action);
    }

    @Override
    public <T extends @Nullable Object> T withConnection(ConnectionWork<T> work) {
        Active transaction = bound.get();
        if (transaction != null) {
            return withConnection(transaction, work);
        }
        try (Connection connection = Database.open(dataSource)) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static <T extends @Nullable Object> T withConnection(Active transaction, ConnectionWork<T> work) {
        try {
            return work.on(transaction.connection());
        } catch (SQLException e) {
            transaction.beforeCommit().add(() -> Database.requireAlive(transaction.connection()));
            throw new DatabaseException(e);
        }
    }

    private Active begin() {
        Connection connection = null;
        try {
            connection = dataSource.getConnection();
            if (isolation != Connection.TRANSACTION_NONE) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setAutoCommit(false);
            Active transaction = new Active(connection, new ArrayDeque<>(), new ArrayList<>());
            bound.set(transaction);
            return transaction;
        } catch (SQLException e) {
            release(connection);
            throw new DatabaseException(e);
        }
    }

    private static <T extends @Nullable Object> T committed(Active transaction, Supplier<T> work) {
        try {
            T result = work.get();
            for (Runnable next = transaction.beforeCommit().poll();
                    next != null;
                    next = transaction.beforeCommit().poll()) {
                next.run();
            }
            commit(transaction.connection());
            return result;
        } catch (Throwable failure) {
            rollBack(transaction.connection(), failure);
            throw failure;
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void rollBack(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private static void release(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try (connection) {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            log.debug("a connection could not be given back", e);
        }
    }

    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("an action after a commit failed: {}", e.toString());
        }
    }
}
