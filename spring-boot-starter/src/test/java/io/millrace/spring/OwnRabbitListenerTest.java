package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.Inbox;
import io.millrace.event.EventTypes;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody who keeps a listener of spring-rabbit, and has each effect once. */
@NeedsRabbitMq
class OwnRabbitListenerTest {

    private final String name = "own-" + UUID.randomUUID();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableRabbit
    static class Application {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(OrderEvent.class);
        }

        @Bean
        ConnectionFactory connectionFactory(Environment environment) {
            return new CachingConnectionFactory(URI.create(environment.getRequiredProperty("millrace.rabbitmq.uri")));
        }

        @Bean
        SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory(ConnectionFactory connections) {
            SimpleRabbitListenerContainerFactory containers = new SimpleRabbitListenerContainerFactory();
            containers.setConnectionFactory(connections);
            containers.setMissingQueuesFatal(false);
            containers.setRecoveryInterval(200L);
            return containers;
        }

        @Bean
        Mailer mailer(Inbox inbox, JdbcTemplate jdbc) {
            return new Mailer(inbox, jdbc);
        }
    }

    static class Mailer {

        private final Inbox inbox;
        private final JdbcTemplate jdbc;
        final AtomicInteger deliveries = new AtomicInteger();
        final AtomicInteger mails = new AtomicInteger();

        Mailer(Inbox inbox, JdbcTemplate jdbc) {
            this.inbox = inbox;
            this.jdbc = jdbc;
            jdbc.execute("CREATE TABLE mail (event_id uuid)");
        }

        @RabbitListener(queues = "${spring.application.name}")
        void on(Message message) {
            UUID eventId = UUID.fromString(message.getMessageProperties().getMessageId());
            boolean ran = inbox.once("mailer", eventId, () -> jdbc.update("INSERT INTO mail VALUES (?)", eventId));
            if (ran) {
                mails.incrementAndGet();
            }
            if (deliveries.incrementAndGet() == 1) {
                throw new IllegalStateException("after the commit, and before the acknowledgement");
            }
        }
    }

    @Test
    void CO_1_a_message_that_is_delivered_twice_takes_effect_once() {
        try (ConfigurableApplicationContext shop = TestApplication.of(Application.class)
                .with("spring.application.name=" + name)
                .with("millrace.broker=rabbitmq")
                .with("millrace.rabbitmq.uri=" + RabbitMq.shared().uri())
                .with("millrace.rabbitmq.queues." + name + "=" + name + ".order")
                .start()) {
            new TransactionTemplate(shop.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(status ->
                            shop.getBean(Outbox.class).add(new OutgoingEvent("Order", "1", new OrderCreated("1"))));

            Mailer mailer = shop.getBean(Mailer.class);
            Eventually.holds("it is delivered again", () -> mailer.deliveries.get() >= 2);
            assertThat(mailer.mails.get()).isEqualTo(1);
            assertThat(shop.getBean(JdbcTemplate.class).queryForList("SELECT event_id FROM mail"))
                    .hasSize(1);
        }
    }
}
