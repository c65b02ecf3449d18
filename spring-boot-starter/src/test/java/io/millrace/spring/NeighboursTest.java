package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventTypes;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.EmbeddedPostgres.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Others in the same JVM, the same database and the same schema. */
class NeighboursTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = StoredOrder.class)
    static class Application {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(OrderEvent.class);
        }
    }

    @Test
    void two_applications_in_one_JVM_and_database_keep_to_their_schemas() {
        Database database = EmbeddedPostgres.shared().newDatabase();
        try (ConfigurableApplicationContext ordering = application("ordering", database);
                ConfigurableApplicationContext payment = application("payment", database)) {
            transaction(ordering).executeWithoutResult(outer -> {
                add(ordering, "1");
                transaction(payment).executeWithoutResult(inner -> {
                    add(payment, "2");
                    inner.setRollbackOnly();
                });
                transaction(payment).executeWithoutResult(inner -> add(payment, "3"));
            });

            assertThat(written(ordering, "ordering")).containsExactly("1");
            assertThat(written(payment, "payment")).containsExactly("3");
        }
    }

    @Test
    void JPA_validates_its_tables_in_the_schema_that_Millrace_has_migrated() throws SQLException {
        Database database = EmbeddedPostgres.shared().newDatabase();
        execute(database, "CREATE TABLE stored_order (id varchar(255) PRIMARY KEY, state varchar(255))");

        try (ConfigurableApplicationContext application = TestApplication.withJpa(Application.class)
                .on(database)
                .with("millrace.schema=public")
                .with("spring.jpa.hibernate.ddl-auto=validate")
                .start()) {
            transaction(application).executeWithoutResult(status -> add(application, "1"));

            assertThat(written(application, "public")).containsExactly("1");
        }
    }

    @Test
    void Flyway_finds_its_schema_as_it_left_it_and_its_tables_are_there_for_JPA() {
        TestApplication application = TestApplication.withJpa(Application.class)
                .on(EmbeddedPostgres.shared().newDatabase())
                .with("millrace.schema=public")
                .with("spring.flyway.enabled=true")
                .with("spring.flyway.locations=classpath:flyway")
                .with("spring.jpa.hibernate.ddl-auto=validate");

        application.start().close();
        try (ConfigurableApplicationContext again = application.start()) {
            transaction(again).executeWithoutResult(status -> add(again, "1"));

            assertThat(written(again, "public")).containsExactly("1");
        }
    }

    private static ConfigurableApplicationContext application(String schema, Database database) {
        return TestApplication.of(Application.class)
                .on(database)
                .with("millrace.schema=" + schema)
                .start();
    }

    private static TransactionTemplate transaction(ConfigurableApplicationContext application) {
        return new TransactionTemplate(application.getBean(PlatformTransactionManager.class));
    }

    private static void add(ConfigurableApplicationContext application, String orderId) {
        application.getBean(Outbox.class).add(new OutgoingEvent("Order", orderId, new OrderCreated(orderId)));
    }

    private static List<String> written(ConfigurableApplicationContext application, String schema) {
        return application
                .getBean(JdbcTemplate.class)
                .queryForList("SELECT aggregate_id FROM " + schema + ".outbox ORDER BY position", String.class);
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
