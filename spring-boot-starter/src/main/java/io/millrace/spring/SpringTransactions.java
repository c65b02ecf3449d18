package io.millrace.spring;

import io.millrace.postgres.DatabaseException;
import io.millrace.postgres.JdbcTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring's transactions on one DataSource, those of {@code @Transactional} included; by JDBC or by JPA.
 *
 * <p>A transaction counts as active only while it is open: in callbacks after its commit a new one is made. A
 * transaction on another DataSource is none here. Work of a savepoint that is rolled back takes its
 * {@code beforeCommit} and {@code afterCommit} actions with it.
 */
final class SpringTransactions implements JdbcTransactions {

    private static final String ANOTHER_DATA_SOURCE =
            "The transaction manager does not show a connection of Millrace's DataSource";

    private final DataSource dataSource;
    private final TransactionTemplate ownTransaction;

    SpringTransactions(DataSource dataSource, PlatformTransactionManager transactionManager) {
        this.dataSource = target(dataSource);
        if (transactionManager instanceof ResourceTransactionManager of
                && of.getResourceFactory() instanceof DataSource other
                && other != this.dataSource) {
            throw new StartRefusedException(
                    ANOTHER_DATA_SOURCE + ".",
                    "Let the primary DataSource and the primary transaction manager belong together.");
        }
        this.ownTransaction = new TransactionTemplate(transactionManager);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        if (!(transactionManager instanceof ConfigurableTransactionManager configurable)) {
            throw new StartRefusedException(
                    "The transaction manager %s takes no listeners."
                            .formatted(transactionManager.getClass().getName()),
                    "Use JdbcTransactionManager, JpaTransactionManager or another ConfigurableTransactionManager on"
                            + " this DataSource.");
        }
        configurable.addListener(new Listener());
    }

    /** The DataSource that transactions are bound to. */
    static DataSource target(DataSource dataSource) {
        return dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                ? proxy.getTargetDataSource()
                : dataSource;
    }

    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return active()
                ? work.get()
                : ownTransaction.<T>execute(status -> {
                    if (!active()) {
                        throw new IllegalStateException(ANOTHER_DATA_SOURCE);
                    }
                    return work.get();
                });
    }

    @Override
    public boolean active() {
        return end() != null;
    }

    @Override
    public void beforeCommit(Runnable action) {
        TransactionEnd end = end();
        if (end == null) {
            throw new IllegalStateException("there is no transaction on this DataSource whose commit could be awaited");
        }
        end.beforeCommit(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        TransactionEnd end = end();
        if (end == null) {
            action.run();
            return;
        }
        end.afterCommit(action);
    }

    @Override
    public <T extends @Nullable Object> T withConnection(ConnectionWork<T> work) {
        try {
            return active() ? onBoundConnection(work) : onOwnConnection(work);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private <T extends @Nullable Object> T onBoundConnection(ConnectionWork<T> work) throws SQLException {
        Connection connection = DataSourceUtils.doGetConnection(dataSource);
        try {
            return work.on(connection);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** Not through DataSourceUtils, which would bind it to a transaction of another DataSource. */
    private <T extends @Nullable Object> T onOwnConnection(ConnectionWork<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean asPooled = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                return work.on(connection);
            } finally {
                connection.setAutoCommit(asPooled);
            }
        }
    }

    /** The end of the open transaction, or null where there is none. */
    @Nullable
    TransactionEnd end() {
        return TransactionSynchronizationManager.getResource(this) instanceof TransactionEnd end && !end.isOver()
                ? end
                : null;
    }

    /**
     * Marks the transactions of this manager. Its beforeCommit comes after those of all synchronizations, and as
     * with theirs an exception rolls back.
     */
    private final class Listener implements TransactionExecutionListener {

        @Override
        public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
            if (failure == null
                    && transaction.isNewTransaction()
                    && TransactionSynchronizationManager.isSynchronizationActive()
                    && TransactionSynchronizationManager.hasResource(dataSource)) {
                TransactionEnd.bind(SpringTransactions.this);
            }
        }

        @Override
        public void beforeCommit(TransactionExecution transaction) {
            TransactionEnd end = end();
            if (end != null && transaction.isNewTransaction()) {
                end.runBeforeCommit();
            }
        }
    }
}
