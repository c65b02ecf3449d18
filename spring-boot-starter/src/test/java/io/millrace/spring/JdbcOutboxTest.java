package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NESTED;

import io.millrace.event.EventTypes;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class JdbcOutboxTest extends OutboxInTransactions {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(OrderEvent.class);
        }
    }

    @Override
    ConfigurableApplicationContext start() {
        return TestApplication.of(Application.class)
                .with("millrace.relay.enabled=false")
                .start();
    }

    @Test
    void NESTED_that_rolls_back_takes_only_the_events_since_its_savepoint() {
        inTransaction(() -> {
            add("before");
            aborted(() -> template(PROPAGATION_NESTED).executeWithoutResult(status -> {
                add("inner");
                throw new Abort();
            }));
            add("after");
        });

        assertThat(written()).containsExactly("before", "after");
    }

    @Test
    void NESTED_that_rolls_back_with_the_first_events_does_not_lose_later_ones() {
        inTransaction(() -> {
            aborted(() -> template(PROPAGATION_NESTED).executeWithoutResult(status -> {
                add("inner");
                throw new Abort();
            }));
            add("after");
        });

        assertThat(written()).containsExactly("after");
    }

    @Test
    void NESTED_that_ends_well_leaves_its_events_to_the_outer_transaction() {
        inTransaction(() -> {
            template(PROPAGATION_NESTED).executeWithoutResult(status -> add("inner"));
            add("after");
        });

        assertThat(written()).containsExactly("inner", "after");
    }
}
