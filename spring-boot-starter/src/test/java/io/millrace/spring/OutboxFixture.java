package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRED;

import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.work.Transactions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An application with an outbox, and ways to use it in transactions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutboxFixture {

    static final class Abort extends RuntimeException {}

    @SuppressWarnings("NullAway.Init")
    ConfigurableApplicationContext application;

    abstract ConfigurableApplicationContext start();

    @BeforeAll
    void startApplication() {
        application = start();
    }

    @AfterAll
    void stopApplication() {
        application.close();
    }

    @BeforeEach
    void emptyOutbox() {
        jdbc().execute("TRUNCATE millrace.outbox");
    }

    void add(String orderId) {
        outbox().add(new OutgoingEvent("Order", orderId, new OrderCreated(orderId)));
    }

    List<String> written() {
        return jdbc().queryForList("SELECT aggregate_id FROM millrace.outbox ORDER BY position", String.class);
    }

    void inTransaction(Runnable work) {
        required().executeWithoutResult(status -> work.run());
    }

    JdbcTemplate jdbc() {
        return application.getBean(JdbcTemplate.class);
    }

    Outbox outbox() {
        return application.getBean(Outbox.class);
    }

    Transactions transactions() {
        return application.getBean(Transactions.class);
    }

    TransactionTemplate required() {
        return template(PROPAGATION_REQUIRED);
    }

    TransactionTemplate template(int propagation) {
        TransactionTemplate template = new TransactionTemplate(application.getBean(PlatformTransactionManager.class));
        template.setPropagationBehavior(propagation);
        return template;
    }

    static TransactionTemplate elsewhere() {
        return new TransactionTemplate(
                new JdbcTransactionManager(EmbeddedPostgres.shared().dataSource()));
    }

    static void aborted(Runnable work) {
        assertThatExceptionOfType(Abort.class).isThrownBy(work::run);
    }

    static Throwable failureOf(Runnable work) {
        try {
            work.run();
            return new AssertionError("it did not fail");
        } catch (RuntimeException e) {
            return e;
        }
    }

    void beforeCommitOfMillrace(Runnable action) {
        transactions().beforeCommit(action);
    }

    static void beforeCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                action.run();
            }
        });
    }

    static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
