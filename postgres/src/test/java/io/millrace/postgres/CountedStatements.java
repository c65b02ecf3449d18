package io.millrace.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Transactions that count the statements that are made in them. */
record CountedStatements(JdbcTransactions transactions, AtomicLong made) implements JdbcTransactions {

    CountedStatements(JdbcTransactions transactions) {
        this(transactions, new AtomicLong());
    }

    long during(Runnable work) {
        long before = made.get();
        work.run();
        return made.get() - before;
    }

    @Override
    public <T extends @Nullable Object> T withConnection(ConnectionWork<T> work) {
        return transactions.withConnection(connection -> work.on(counting(connection)));
    }

    private Connection counting(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        made.incrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        return transactions.call(work);
    }

    @Override
    public boolean active() {
        return transactions.active();
    }

    @Override
    public void beforeCommit(Runnable action) {
        transactions.beforeCommit(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        transactions.afterCommit(action);
    }
}
