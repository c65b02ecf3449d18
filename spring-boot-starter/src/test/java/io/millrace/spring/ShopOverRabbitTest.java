package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.aggregate.CommandHandler;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.spring.ShopApplication.Notes;
import io.millrace.spring.ShopApplication.OrderAnnounced;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The same shop as over Kafka; only a property is another. */
@ExtendWith(OutputCaptureExtension.class)
class ShopOverRabbitTest {

    private final String name = "shop-" + UUID.randomUUID();

    @Test
    @NeedsRabbitMq
    void an_event_reaches_consumer_beans_and_annotated_handlers_once() {
        RabbitMq rabbitMq = RabbitMq.shared();
        try (ConfigurableApplicationContext shop =
                shop("millrace.rabbitmq.uri=" + rabbitMq.uri()).start()) {
            orders(shop).handle("1", new OrderCreated("1"));
            new TransactionTemplate(shop.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(status ->
                            shop.getBean(Outbox.class).add(new OutgoingEvent("Order", "2", new OrderAnnounced("2"))));

            Eventually.passes("everybody has heard", () -> {
                assertThat(notes(shop).of("warehouse")).containsExactlyInAnyOrder("1", "2");
                assertThat(notes(shop).of("email")).containsExactlyInAnyOrder("1", "2");
            });
            Eventually.passes("nothing is counted behind", () -> assertThat(
                            shop.getBean(ConsumerRunners.class).statuses())
                    .hasSize(2)
                    .allSatisfy(status -> assertThat(status.backlog()).isZero()));
        }
    }

    @Test
    @NeedsRabbitMq
    void what_Spring_says_of_RabbitMQ_counts_where_Millrace_says_nothing() {
        RabbitMq rabbitMq = RabbitMq.shared();
        try (ConfigurableApplicationContext shop =
                shop("spring.rabbitmq.addresses=" + rabbitMq.uri()).start()) {
            orders(shop).handle("1", new OrderCreated("1"));

            Eventually.passes(
                    "it is heard", () -> assertThat(notes(shop).of("email")).containsExactly("1"));
        }
    }

    @Test
    void Kafka_comes_first_where_both_modules_are_there_and_nothing_is_said() {
        try (ConfigurableApplicationContext shop =
                TestApplication.of(ShopApplication.class).start()) {
            assertThat(shop.getBean(MessageBroker.class)).isInstanceOf(KafkaBroker.class);
        }
    }

    @Test
    void an_address_that_cannot_be_read_is_refused_without_its_password(CapturedOutput output) {
        assertThat(catchThrowable(() -> shop("millrace.rabbitmq.uri=amqp://user:s e c r e t@host")
                        .start()))
                .isNotNull();

        assertThat(output)
                .contains("Write millrace.rabbitmq.uri as amqp://user:password@host:5672/vhost.")
                .doesNotContain("s e c r e t");
    }

    private TestApplication shop(String property) {
        return TestApplication.of(ShopApplication.class)
                .with("spring.application.name=" + name)
                .with("millrace.broker=rabbitmq")
                .with(property);
    }

    @SuppressWarnings("unchecked")
    private static CommandHandler<OrderEvent, List<OrderEvent>, OrderEvent> orders(
            ConfigurableApplicationContext shop) {
        return (CommandHandler<OrderEvent, List<OrderEvent>, OrderEvent>) shop.getBean("orders");
    }

    private static Notes notes(ConfigurableApplicationContext shop) {
        return shop.getBean(Notes.class);
    }
}
