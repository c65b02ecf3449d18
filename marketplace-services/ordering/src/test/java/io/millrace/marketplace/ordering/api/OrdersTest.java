package io.millrace.marketplace.ordering.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.ordering.api.OrderingService.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final String ORDER = """
            {"customerId": "customer-1", "email": "kim@example.com",
             "items": [{"sku": "TEA-BOSEONG-100", "quantity": 2}, {"sku": "KNIFE-SANTOKU-17", "quantity": 1}]}
            """;
    private static final String OTHER_ORDER = ORDER.replace("\"quantity\": 2", "\"quantity\": 3");

    private static OrderingService ordering;

    @BeforeAll
    static void start() {
        ordering = new OrderingService();
    }

    @AfterAll
    static void stop() {
        ordering.close();
    }

    @Test
    void a_placed_order_has_a_number_and_the_catalogues_prices() {
        Answer placed = ordering.post("/api/orders", ORDER);

        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.response().headers().firstValue("Location"))
                .contains("/api/orders/" + placed.text("orderId"));
        assertThat(placed.text("orderNumber")).matches("MR-\\d{6,}");
        assertThat(placed.json().path("version").asLong()).isEqualTo(1);
        assertThat(placed.text("status")).isEqualTo("CREATED");
        assertThat(placed.json().path("totalAmount").toString())
                .isEqualTo("{\"amount\":\"117000\",\"currency\":\"KRW\"}");
    }

    @Test
    void an_unknown_order_is_not_found() {
        String order = "/api/orders/" + UUID.randomUUID();

        assertThat(ordering.post(order + "/ship", "{\"trackingNumber\":\"T\"}").status())
                .isEqualTo(404);
        assertThat(ordering.post(order + "/cancel", "{\"reason\":\"R\"}").status())
                .isEqualTo(404);
        assertThat(ordering.get(order + "/history").status()).isEqualTo(404);
        assertThat(ordering.get("/api/sagas/" + order.substring(order.lastIndexOf('/') + 1))
                        .status())
                .isEqualTo(404);
        assertThat(ordering.get(order + "/state?version=1").status()).isEqualTo(404);
        assertThat(ordering.get(order + "/state?asOf=2026-01-01T00:00:00Z").status())
                .isEqualTo(404);
    }

    @Test
    void the_same_key_gives_the_first_answer_also_later_and_after_a_restart() {
        Map<String, String> key = Map.of("Idempotency-Key", "checkout-" + UUID.randomUUID());
        Answer first = ordering.post("/api/orders", ORDER, key);

        Answer second = ordering.post("/api/orders", ORDER, key);
        ordering.post("/api/orders/" + first.text("orderId") + "/cancel", "{\"reason\":\"not today\"}");
        ordering.restart();
        Answer third = ordering.post("/api/orders", ORDER, key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(third.json()).isEqualTo(first.json());
    }

    @Test
    void the_same_key_for_another_order_is_refused_and_another_customer_may_use_it() {
        Map<String, String> key = Map.of("Idempotency-Key", "checkout-" + UUID.randomUUID());
        Answer first = ordering.post("/api/orders", ORDER, key);

        Answer reused = ordering.post("/api/orders", OTHER_ORDER, key);
        Answer others = ordering.post("/api/orders", OTHER_ORDER.replace("customer-1", "customer-2"), key);

        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.text("detail")).contains("Idempotency-Key was used before");
        assertThat(others.status()).isEqualTo(201);
        assertThat(others.text("orderId")).isNotEqualTo(first.text("orderId"));
    }

    @Test
    void one_key_sent_many_times_at_once_places_one_order() throws ExecutionException, InterruptedException {
        Map<String, String> key = Map.of("Idempotency-Key", "checkout-" + UUID.randomUUID());
        long before = ordering.storedEvents();
        Set<String> answers = new HashSet<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> running = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                running.add(threads.submit(() -> ordering.post("/api/orders", ORDER, key)));
            }
            for (Future<Answer> answer : running) {
                assertThat(answer.get().status()).isEqualTo(201);
                answers.add(answer.get().response().body());
            }
        }

        assertThat(answers).hasSize(1);
        assertThat(ordering.storedEvents()).isEqualTo(before + 1);
    }

    @Test
    void a_state_needs_a_version_or_an_instant() {
        String order = "/api/orders/" + ordering.post("/api/orders", ORDER).text("orderId");

        for (String query : List.of(
                "",
                "?version=1&asOf=2026-01-01T00:00:00Z",
                "?version=0",
                "?version=one",
                "?asOf=yesterday",
                "?asOf=")) {
            Answer answer = ordering.get(order + "/state" + query);

            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.text("detail")).as(query).isNotBlank();
        }
    }
}
