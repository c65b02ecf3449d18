package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.event.EventTypes;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;

class JpaOutboxTest extends OutboxInTransactions {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = StoredOrder.class)
    static class Application {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(OrderEvent.class);
        }
    }

    @Override
    ConfigurableApplicationContext start() {
        return TestApplication.withJpa(Application.class)
                .with("spring.jpa.hibernate.ddl-auto=create")
                .with("millrace.relay.enabled=false")
                .start();
    }

    @AfterEach
    void removeOrders() {
        jdbc().execute("DROP FUNCTION IF EXISTS millrace.require_order() CASCADE");
        jdbc().execute("TRUNCATE stored_order");
    }

    @Test
    void an_event_is_written_after_the_rows_that_it_tells_of() {
        refuseMessagesWithoutOrder();

        inTransaction(() -> {
            add("1");
            entities().persist(new StoredOrder("1", "CREATED"));
        });

        assertThat(written()).containsExactly("1");
    }

    @Test
    void a_row_that_is_refused_when_it_is_flushed_takes_the_event_with_it() {
        inTransaction(() -> entities().persist(new StoredOrder("1", "CREATED")));

        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> inTransaction(() -> {
                    add("1");
                    entities().persist(new StoredOrder("1", "CREATED AGAIN"));
                }));

        assertThat(written()).isEmpty();
        assertThat(jdbc().queryForObject("SELECT state FROM stored_order WHERE id = '1'", String.class))
                .isEqualTo("CREATED");
    }

    /** Where the event comes first, its insert fails. */
    private void refuseMessagesWithoutOrder() {
        jdbc().execute("""
                CREATE FUNCTION millrace.require_order() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM public.stored_order WHERE id = NEW.aggregate_id) THEN
                        RAISE EXCEPTION 'message before row';
                    END IF;
                    RETURN NEW;
                END $$
                """);
        jdbc().execute("""
                CREATE TRIGGER require_order BEFORE INSERT ON millrace.outbox
                FOR EACH ROW EXECUTE FUNCTION millrace.require_order()
                """);
    }

    private EntityManager entities() {
        return application.getBean(EntityManager.class);
    }
}
