package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.outbox.Outbox;
import io.millrace.projection.Projection;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.testkit.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Each refusal is shown as a description and an action, not as a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithoutEventTypes {

        @Bean
        Object needsTheOutbox(Outbox outbox) {
            return outbox;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithEventTypes {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(OrderEvent.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithEventTypes.class)
    static class WithTwinConsumers {

        @Bean
        EventConsumer first() {
            return EventConsumer.named("twin").topic("shop.order").on(OrderCreated.class, received -> {});
        }

        @Bean
        EventConsumer second() {
            return EventConsumer.named("twin").topic("shop.order").on(OrderCreated.class, received -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithEventTypes.class)
    static class WithMistakenHandler {

        @Bean
        Mistaken mistaken() {
            return new Mistaken();
        }
    }

    @ConsumesEvents(as = "mistaken", from = "shop.order")
    static class Mistaken {

        @EventHandler
        void on(String event) {}
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithEventTypes.class)
    static class WithStranger {

        record Stranger() {}

        @Bean
        EventConsumer stranger() {
            return EventConsumer.named("stranger").topic("shop.order").on(Stranger.class, received -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithEventTypes.class)
    static class WithStrangeProjection {

        @Bean
        Projection<List<String>> strange() {
            return Projection.named("strange")
                    .<List<String>>folding(ArrayList::new, ids -> {})
                    .on(WithStranger.Stranger.class, (ids, received) -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithEventTypes.class)
    static class WithForeignTransactions {

        @Bean
        PlatformTransactionManager transactionManager() {
            return new JdbcTransactionManager(EmbeddedPostgres.shared().dataSource());
        }
    }

    @Test
    void without_EventTypes_it_shows_the_bean_to_write(CapturedOutput output) {
        assertThat(catchThrowable(
                        () -> TestApplication.of(WithoutEventTypes.class).start()))
                .isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("lists, and there is none.")
                .contains("return EventTypes.of(OrderEvent.class);");
    }

    @Test
    void two_consumers_of_one_name_are_refused(CapturedOutput output) {
        assertThat(catchThrowable(
                        () -> TestApplication.of(WithTwinConsumers.class).start()))
                .isNotNull();

        assertThat(output).contains("Two consumers are named 'twin'").contains("Give each consumer a name of its own.");
    }

    @Test
    void a_consumer_of_an_event_that_is_not_registered_is_refused(CapturedOutput output) {
        assertThat(catchThrowable(() -> TestApplication.of(WithStranger.class).start()))
                .isNotNull();

        assertThat(output).contains("Consumer 'stranger' handles").contains("EventTypes.of(Stranger.class)");
    }

    @Test
    void a_projection_of_an_event_that_is_not_registered_is_refused(CapturedOutput output) {
        assertThat(catchThrowable(
                        () -> TestApplication.of(WithStrangeProjection.class).start()))
                .isNotNull();

        assertThat(output).contains("Stranger' is not registered").contains("to the EventTypes bean.");
    }

    @Test
    void a_transaction_manager_of_another_DataSource_is_refused(CapturedOutput output) {
        assertThat(catchThrowable(
                        () -> TestApplication.of(WithForeignTransactions.class).start()))
                .isNotNull();

        assertThat(output).contains("does not show a connection of Millrace's DataSource.");
    }

    @Test
    void a_handler_that_takes_no_event_is_refused(CapturedOutput output) {
        assertThat(catchThrowable(
                        () -> TestApplication.of(WithMistakenHandler.class).start()))
                .isNotNull();

        assertThat(output)
                .contains("Mistaken.on(java.lang.String) takes java.lang.String, which is no record.")
                .contains("Write it as 'void on(SomeEvent event)'");
    }

    @Test
    void without_a_name_for_its_topics_it_says_which_property_to_set(CapturedOutput output) {
        assertThat(catchThrowable(() -> TestApplication.of(WithEventTypes.class)
                        .with("spring.application.name=")
                        .start()))
                .isNotNull();

        assertThat(output).contains("Set spring.application.name or millrace.topic-prefix");
    }

    @Test
    void a_broker_whose_module_is_missing_is_named_with_the_dependency_to_add(CapturedOutput output) {
        FilteredClassLoader withoutKafka = new FilteredClassLoader("io.millrace.kafka");
        assertThat(catchThrowable(() -> TestApplication.of(WithEventTypes.class)
                        .with("millrace.broker=kafka")
                        .start(withoutKafka)))
                .isNotNull();

        assertThat(output)
                .contains("millrace.broker is kafka, and the module for it is not on the class path.")
                .contains("Add the dependency io.millrace:millrace-kafka.");
    }

    @Test
    void another_database_than_PostgreSQL_is_named(CapturedOutput output) {
        assertThat(catchThrowable(() -> TestApplication.of(WithEventTypes.class)
                        .with("spring.datasource.url=jdbc:h2:mem:shop")
                        .start()))
                .isNotNull();

        assertThat(output).contains("Millrace needs PostgreSQL 15 or newer").contains("H2");
    }

    @Test
    void a_server_that_does_not_answer_is_told(CapturedOutput output) {
        assertThat(catchThrowable(() -> TestApplication.of(WithEventTypes.class)
                        .with("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/shop")
                        .with("spring.datasource.hikari.connection-timeout=300")
                        .start()))
                .isNotNull();

        assertThat(output)
                .contains("could not look at its schema 'millrace'")
                .contains("See that the server at spring.datasource.url runs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    millrace.retry.first=1m        | millrace.retry needs 0 < first <= longest
                    millrace.sagas.workers=0       | millrace.sagas.workers is at least 1, not 0
                    millrace.sagas.calls=0         | millrace.sagas.calls is at least 1, not 0
                    millrace.sagas.lease=10ms      | millrace.sagas.lease is between a second (1s) and a day (1d)
                    millrace.sagas.keep-ended=-1d  | millrace.sagas.keep-ended is not negative
                    millrace.retention.fences=1h   | millrace.retention.fences is at least a day (1d)
                    """)
    void a_setting_that_makes_no_sense_is_named(String setting, String said, CapturedOutput output) {
        assertThat(catchThrowable(() -> TestApplication.of(WithEventTypes.class)
                        .on(EmbeddedPostgres.shared().newDatabase())
                        .with(setting)
                        .start()))
                .isNotNull();

        assertThat(output).contains(said);
    }
}
