package io.millrace.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.Inbox;
import io.millrace.event.EventTypes;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody who keeps a listener of spring-kafka, and has each effect once. */
class OwnKafkaListenerTest {

    private final String name = "own-" + UUID.randomUUID();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableKafka
    static class Application {

        @Bean
        EventTypes eventTypes() {
            return EventTypes.of(OrderEvent.class);
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> kafkaListenerContainerFactory(Environment environment) {
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> containers =
                    new ConcurrentKafkaListenerContainerFactory<>();
            containers.setConsumerFactory(new DefaultKafkaConsumerFactory<>(
                    Map.of(
                            "bootstrap.servers",
                            environment.getRequiredProperty("millrace.kafka.bootstrap-servers"),
                            "auto.offset.reset",
                            "earliest",
                            "metadata.max.age.ms",
                            "1000"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer()));
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

        @KafkaListener(topics = "${spring.application.name}.order", groupId = "${spring.application.name}")
        void on(ConsumerRecord<byte[], byte[]> message) {
            UUID eventId = UUID.fromString(
                    new String(message.headers().lastHeader("ce_id").value(), UTF_8));
            boolean ran = inbox.once("mailer", eventId, () -> jdbc.update("INSERT INTO mail VALUES (?)", eventId));
            if (ran) {
                mails.incrementAndGet();
            }
            if (deliveries.incrementAndGet() == 1) {
                throw new IllegalStateException("after the commit, and before the offset");
            }
        }
    }

    @Test
    void CO_1_a_record_that_is_delivered_twice_takes_effect_once() {
        try (ConfigurableApplicationContext shop = TestApplication.of(Application.class)
                .with("spring.application.name=" + name)
                .with("millrace.kafka.bootstrap-servers="
                        + EmbeddedKafka.shared().bootstrapServers())
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
