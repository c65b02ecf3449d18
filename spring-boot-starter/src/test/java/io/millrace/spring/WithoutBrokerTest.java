package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.LogSource;
import io.millrace.event.EventTypes;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.spring.ShopApplication.Notes;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code millrace.broker=none}: what is written reaches consumers here and in other applications. */
@ExtendWith(OutputCaptureExtension.class)
class WithoutBrokerTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Accounting {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(OrderCreated.class);
        }

        @Bean
        EventConsumer ledger(Notes notes) {
            return EventConsumer.named("ledger")
                    .topic("shop.order")
                    .on(
                            OrderCreated.class,
                            received -> notes.add("ledger", received.event().orderId()));
        }

        @Bean
        Notes notes(JdbcTemplate jdbc) {
            return new Notes(jdbc);
        }
    }

    private final EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();

    @Test
    void CO_1_an_event_of_the_store_and_one_of_the_outbox_reach_consumers_and_no_relay_runs() {
        try (ConfigurableApplicationContext shop = shop().start()) {
            ShopApplicationTest.orders(shop).handle("1", new OrderCreated("1"));
            ShopApplicationTest.addToOutbox(shop, "2");

            Eventually.passes("everybody has heard", () -> {
                assertThat(notes(shop).of("warehouse")).containsExactlyInAnyOrder("1", "2");
                assertThat(notes(shop).of("email")).containsExactlyInAnyOrder("1", "2");
            });
            Health health = Objects.requireNonNull(shop.getBean("millraceHealthIndicator", HealthIndicator.class)
                    .health());
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsKey("consumer:shop-emails").doesNotContainKey("relay:outbox");
        }
    }

    @Test
    void CO_1_another_application_reads_an_outbox_of_the_database_by_configuration() {
        FilteredClassLoader withoutKafka = new FilteredClassLoader("io.millrace.kafka");
        try (ConfigurableApplicationContext shop = shop().start();
                ConfigurableApplicationContext accounting = accounting()
                        .with("millrace.sources.shop.schema=millrace")
                        .start(withoutKafka)) {
            ShopApplicationTest.addToOutbox(shop, "1");

            Eventually.passes("it has heard", () -> assertThat(notes(accounting).of("ledger"))
                    .containsExactly("1"));
        }
    }

    @Test
    void CO_1_another_application_of_the_process_reads_what_it_is_handed() {
        try (ConfigurableApplicationContext shop = shop().start();
                ConfigurableApplicationContext accounting = accounting()
                        .prepared(context ->
                                shop.getBean(LogSources.class).all().forEach(source -> register(context, source)))
                        .start()) {
            ShopApplicationTest.addToOutbox(shop, "1");

            Eventually.passes("it has heard", () -> assertThat(notes(accounting).of("ledger"))
                    .containsExactly("1"));
        }
    }

    @Test
    void a_consumer_that_nothing_can_reach_is_refused(CapturedOutput output) {
        assertThat(catchThrowable(() -> accounting().start())).isNotNull();

        assertThat(output)
                .contains("Consumer 'ledger' reads 'shop.order', millrace.broker is none")
                .contains("millrace.sources.ordering.schema=ordering");
    }

    @Test
    void a_schema_that_is_none_is_named(CapturedOutput output) {
        assertThat(catchThrowable(() ->
                        accounting().with("millrace.sources.shop.schema=X-1").start()))
                .isNotNull();

        assertThat(output).contains("millrace.sources.*.schema has 1 to 40").contains("'X-1'");
    }

    private TestApplication shop() {
        return TestApplication.of(ShopApplication.class).on(database).with("millrace.broker=none");
    }

    private TestApplication accounting() {
        return TestApplication.of(Accounting.class)
                .on(database)
                .with("millrace.broker=none")
                .with("millrace.schema=accounting")
                .with("spring.application.name=accounting");
    }

    private static void register(ConfigurableApplicationContext context, LogSource source) {
        context.getBeanFactory().registerSingleton(source.name(), source);
    }

    private static Notes notes(ConfigurableApplicationContext application) {
        return application.getBean(Notes.class);
    }
}
