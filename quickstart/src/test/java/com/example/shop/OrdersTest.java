package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest
class OrdersTest {

    private static final EmbeddedPostgres.Database DATABASE =
            EmbeddedPostgres.shared().newDatabase();

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", DATABASE::jdbcUrl);
        properties.add("spring.kafka.bootstrap-servers", EmbeddedKafka.shared()::bootstrapServers);
    }

    @Autowired
    private Orders orders;

    @Autowired
    private InvoiceRepository invoices;

    @Test
    void a_placed_order_gets_its_invoice() {
        orders.place(new Order("A-1", "Kim", new BigDecimal("9.90")));

        Eventually.passes(
                "the invoice", () -> assertThat(invoices.findByOrderId("A-1")).hasSize(1));
    }

    @Test
    void CO_1_an_event_that_arrives_twice_makes_one_invoice(@Autowired MeterRegistry meters) {
        orders.place(new Order("A-2", "Kim", new BigDecimal("9.90")));
        try (Topic topic = new Topic(EmbeddedKafka.shared(), "shop.order")) {
            topic.repeat(topic.await(1, "A-2").getFirst());
        }

        Eventually.holds(
                "the repetition is counted",
                () -> meters.get("millrace.consumer.duplicates")
                                .functionCounter()
                                .count()
                        >= 1);
        assertThat(invoices.findByOrderId("A-2")).hasSize(1);
    }

    @Test
    void RL_2_an_order_that_is_rolled_back_is_not_announced(@Autowired TransactionTemplate transaction) {
        transaction.executeWithoutResult(status -> {
            orders.place(new Order("A-3", "Kim", new BigDecimal("1.00")));
            status.setRollbackOnly();
        });
        orders.place(new Order("A-3", "Kim", new BigDecimal("2.00")));

        try (Topic topic = new Topic(EmbeddedKafka.shared(), "shop.order")) {
            assertThat(topic.await(1, "A-3")).singleElement().satisfies(announced -> assertThat(announced.value())
                    .contains("2.00"));
        }
        Eventually.passes("the invoice of what was kept", () -> assertThat(invoices.findByOrderId("A-3"))
                .extracting(Invoice::getTotal)
                .containsExactly(new BigDecimal("2.00")));
    }

    @Test
    void the_tables_of_Flyway_and_of_Millrace_stand_in_schemas_of_their_own(@Autowired JdbcTemplate jdbc) {
        String tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = ?";

        assertThat(jdbc.queryForList(tables, String.class, "public"))
                .containsExactlyInAnyOrder("orders", "invoice", "flyway_schema_history");
        assertThat(jdbc.queryForList(tables, String.class, "millrace"))
                .contains("outbox", "processed_events", "dead_letters");
    }
}
