package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.aggregate.CommandHandler;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.spring.OrderEvent.OrderPaid;
import io.millrace.spring.ShopApplication.Notes;
import io.millrace.spring.ShopApplication.OrderAnnounced;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.contract.OpenTransaction;
import io.millrace.work.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ShopApplicationTest {

    private final String name = "shop-" + UUID.randomUUID();

    @Test
    void an_event_reaches_consumer_beans_annotated_handlers_and_projections_once() {
        try (ConfigurableApplicationContext shop = onKafka().start()) {
            orders(shop).handle("1", new OrderCreated("1"));
            orders(shop).handle("1", new OrderPaid("1", "p"));
            addToOutbox(shop, "2");

            Eventually.passes("everybody has heard", () -> {
                assertThat(notes(shop).of("warehouse")).containsExactlyInAnyOrder("1", "2");
                assertThat(notes(shop).of("email")).containsExactlyInAnyOrder("1", "2");
                assertThat(notes(shop).of("projection")).containsExactly("1");
            });
            Eventually.passes("the outbox tells so", () -> assertThat(statusOfOutbox(shop))
                    .containsExactly("PROCESSED"));
            Eventually.passes("it is counted", () -> {
                assertThat(handled(shop, name + "-emails")).isEqualTo(2);
                assertThat(gauge(shop, "millrace.relay.backlog", "outbox")).isZero();
                assertThat(gauge(shop, "millrace.relay.backlog", "events")).isZero();
                assertThat(gauge(shop, "millrace.projection.backlog", "paid-orders-v1"))
                        .isZero();
                assertThat(gauge(shop, "millrace.consumer.lag", name + "-warehouse"))
                        .isZero();
                assertThat(gauge(shop, "millrace.deadletters", "consumer:" + name + "-warehouse"))
                        .isZero();
            });
            assertThat(health(shop).getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void without_Kafka_the_application_starts_and_works_and_what_waits_is_told_and_sent_later() {
        EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();
        try (ConfigurableApplicationContext shop = named(TestApplication.of(ShopApplication.class))
                .on(database)
                .with("millrace.health.tolerance=1ms")
                .start()) {
            orders(shop).handle("1", new OrderCreated("1"));
            addToOutbox(shop, "2");

            assertThat(notes(shop).of("email")).isEmpty();
            assertThat(statusOfOutbox(shop)).containsExactly("PENDING");
            Eventually.passes("the backlog is told", () -> {
                assertThat(gauge(shop, "millrace.relay.backlog", "outbox")).isEqualTo(1);
                assertThat(gauge(shop, "millrace.relay.oldest.age", "outbox")).isPositive();
                assertThat(health(shop).getStatus()).isNotEqualTo(Status.UP);
                assertThat(health(shop).getDetails()).containsKeys("relay:outbox", "relay:events");
            });
        }

        try (ConfigurableApplicationContext shop = onKafka().on(database).start()) {
            Eventually.passes("the backlog drains", () -> assertThat(notes(shop).of("email"))
                    .containsExactlyInAnyOrder("1", "2"));
        }
    }

    @Test
    void an_append_that_stays_open_is_told_for_as_long_as_it_is_open() {
        try (ConfigurableApplicationContext shop =
                named(TestApplication.of(ShopApplication.class)).start()) {
            try (OpenTransaction open = OpenTransaction.after(
                    shop.getBean(Transactions.class), () -> orders(shop).handle("1", new OrderCreated("1")))) {
                Eventually.passes("it is told", () -> assertThat(health(shop).getDetails())
                        .containsKey("open append:events"));
                open.commit();
            }

            Eventually.passes("it is over", () -> assertThat(health(shop).getDetails())
                    .containsKey("relay:events")
                    .doesNotContainKey("open append:events"));
        }
    }

    @Test
    void retention_runs_and_shows_how_the_outbox_stands() {
        try (ConfigurableApplicationContext shop =
                named(TestApplication.of(ShopApplication.class)).start()) {
            Eventually.passes("it is told", () -> assertThat(health(shop).getDetails())
                    .extractingByKey("retention")
                    .isEqualTo(Map.of("segments", 4, "late", List.of())));
            assertThat(shop.getBean(MeterRegistry.class)
                            .get("millrace.outbox.segments")
                            .gauge()
                            .value())
                    .isEqualTo(4);
        }
    }

    @Test
    void it_can_be_stopped_and_started_again() {
        try (ConfigurableApplicationContext shop = onKafka().start()) {
            shop.stop();
            orders(shop).handle("1", new OrderCreated("1"));
            shop.start();

            Eventually.passes(
                    "it goes on", () -> assertThat(notes(shop).of("email")).containsExactly("1"));
        }
    }

    private TestApplication onKafka() {
        return named(TestApplication.of(ShopApplication.class))
                .with("millrace.kafka.bootstrap-servers="
                        + EmbeddedKafka.shared().bootstrapServers());
    }

    private TestApplication named(TestApplication application) {
        return application.with("spring.application.name=" + name);
    }

    @SuppressWarnings("unchecked")
    static CommandHandler<OrderEvent, List<OrderEvent>, OrderEvent> orders(ConfigurableApplicationContext shop) {
        return (CommandHandler<OrderEvent, List<OrderEvent>, OrderEvent>) shop.getBean("orders");
    }

    static void addToOutbox(ConfigurableApplicationContext shop, String orderId) {
        new TransactionTemplate(shop.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> shop.getBean(Outbox.class)
                        .add(new OutgoingEvent("Order", orderId, new OrderAnnounced(orderId))));
    }

    private static Notes notes(ConfigurableApplicationContext shop) {
        return shop.getBean(Notes.class);
    }

    private static List<String> statusOfOutbox(ConfigurableApplicationContext shop) {
        return shop.getBean(JdbcTemplate.class)
                .queryForList("SELECT status FROM millrace.outbox_events ORDER BY id", String.class);
    }

    private static double gauge(ConfigurableApplicationContext shop, String meter, String tag) {
        return shop.getBean(MeterRegistry.class)
                .get(meter)
                .tag("name", tag)
                .gauge()
                .value();
    }

    private static double handled(ConfigurableApplicationContext shop, String consumer) {
        return shop.getBean(MeterRegistry.class)
                .get("millrace.consumer.handled")
                .tag("name", consumer)
                .functionCounter()
                .count();
    }

    private static Health health(ConfigurableApplicationContext shop) {
        return Objects.requireNonNull(
                shop.getBean("millraceHealthIndicator", HealthIndicator.class).health());
    }
}
