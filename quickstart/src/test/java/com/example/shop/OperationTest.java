package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the quickstart says there is to watch. */
@SpringBootTest(properties = "millrace.health.tolerance=1ms")
@DirtiesContext
class OperationTest {

    private static final String DEAD_LETTERS = """
            SELECT source, event_type, error_class, message, payload
            FROM millrace.dead_letters
            ORDER BY parked_at DESC
            """;

    private static final EmbeddedPostgres.Database DATABASE =
            EmbeddedPostgres.shared().newDatabase();
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.builder().start();

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", DATABASE::jdbcUrl);
        properties.add("spring.kafka.bootstrap-servers", KAFKA::bootstrapServers);
    }

    @Autowired
    private Orders orders;

    @Autowired
    private OrderRepository stored;

    @Autowired
    private InvoiceRepository invoices;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private HealthEndpoint health;

    @Test
    void every_meter_of_the_page_is_there() throws IOException {
        List<String> named = Pattern.compile("`(millrace\\.(relay|consumer|deadletters)[a-z.]*)`")
                .matcher(Quickstart.text())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(meters.find(name).meters()).isNotEmpty());
    }

    @Test
    void while_Kafka_is_away_orders_are_taken_and_the_backlog_tells_so() {
        KAFKA.kill();
        try {
            orders.place(new Order("B-1", "Kim", BigDecimal.TEN));

            assertThat(stored.existsById("B-1")).isTrue();
            Eventually.passes("it is told", () -> {
                assertThat(meters.get("millrace.relay.backlog").gauge().value()).isEqualTo(1);
                assertThat(meters.get("millrace.relay.oldest.age").gauge().value())
                        .isPositive();
                assertThat(millrace()).isNotEqualTo(Status.UP);
            });
        } finally {
            KAFKA.start();
        }

        Eventually.passes("the backlog drains by itself", () -> {
            assertThat(invoices.findByOrderId("B-1")).hasSize(1);
            assertThat(meters.get("millrace.relay.backlog").gauge().value()).isZero();
            assertThat(millrace()).isEqualTo(Status.UP);
        });
    }

    @Test
    void a_message_that_can_not_be_read_is_parked_and_counted(@Autowired JdbcTemplate jdbc) {
        orders.place(new Order("B-2", "Kim", BigDecimal.TEN));
        try (Topic topic = new Topic(KAFKA, "shop.order")) {
            topic.await(1, "B-2");
            topic.send("B-2", "no event");
        }

        Eventually.passes("it is parked", () -> assertThat(jdbc.queryForList(DEAD_LETTERS))
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .containsEntry("source", "consumer:invoicing")
                        .containsEntry("payload", "no event")));
        Eventually.holds(
                "it is counted",
                () -> meters.get("millrace.deadletters")
                                .tag("name", "consumer:invoicing")
                                .gauge()
                                .value()
                        == 1);
    }

    private Status millrace() {
        return Objects.requireNonNull(health.healthForPath("millrace")).getStatus();
    }
}
