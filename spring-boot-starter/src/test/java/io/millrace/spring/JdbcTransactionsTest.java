package io.millrace.spring;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.contract.TransactionsContract;
import io.millrace.work.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.support.JdbcTransactionManager;

class JdbcTransactionsTest extends TransactionsContract {

    private final HikariDataSource pool = new HikariDataSource();

    @Override
    protected Transactions transactions() {
        pool.setJdbcUrl(EmbeddedPostgres.shared().jdbcUrl());
        pool.setMaximumPoolSize(4);
        return new SpringTransactions(pool, new JdbcTransactionManager(pool));
    }

    @AfterEach
    void closePool() {
        pool.close();
    }
}
