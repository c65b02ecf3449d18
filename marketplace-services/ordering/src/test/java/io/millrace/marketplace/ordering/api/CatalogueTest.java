package io.millrace.marketplace.ordering.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.ProductPriced;
import io.millrace.marketplace.ordering.api.OrderingService.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Prices and names are those that inventory told, and nobody is asked for them. */
class CatalogueTest {

    private static final String TWO_TEAS = """
            {"customerId": "customer-1", "email": "kim@example.com", "items": [{"sku": "TEA", "quantity": 2}]}
            """;
    private static final Map<String, String> KOREAN = Map.of("Accept-Language", "ko-KR,ko;q=0.9");

    private OrderingService ordering;

    @BeforeEach
    void start() {
        ordering = OrderingService.withoutProducts();
    }

    @AfterEach
    void stop() {
        ordering.close();
    }

    @Test
    void while_nothing_was_heard_of_any_product_orders_are_refused_for_a_moment() {
        Answer answer = ordering.post("/api/orders", TWO_TEAS);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.response().headers().firstValue("Retry-After")).contains("2");
        assertThat(answer.text("detail")).isEqualTo("The prices have not arrived here yet; try again in a moment.");
        assertThat(ordering.storedEvents()).isZero();
    }

    @Test
    void an_order_costs_what_was_told_and_names_things_in_the_customer_s_language() {
        ordering.hear(tea(14_000, 1));

        JsonNode english = line(ordering.post("/api/orders", TWO_TEAS));
        JsonNode korean = line(ordering.post("/api/orders", TWO_TEAS, KOREAN));

        assertThat(english.toString())
                .isEqualTo("{\"sku\":\"TEA\",\"name\":\"Green tea\",\"quantity\":2,"
                        + "\"unitPrice\":{\"amount\":\"14000\",\"currency\":\"KRW\"}}");
        assertThat(korean.path("name").asString()).isEqualTo("녹차");
    }

    @Test
    void once_something_is_known_what_is_not_is_no_product() {
        ordering.hear(new ProductPriced("CUP", new ProductPriced.Names("찻잔", "Cup"), Money.won(9_000), 1));

        Answer answer = ordering.post("/api/orders", TWO_TEAS);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("sku")).isEqualTo("TEA");
    }

    @Test
    void a_newer_price_is_that_of_new_orders_and_of_no_other() {
        ordering.hear(tea(14_000, 1));
        Answer before = ordering.post("/api/orders", TWO_TEAS);

        ordering.hear(tea(15_000, 2));
        Answer after = ordering.post("/api/orders", TWO_TEAS);

        assertThat(total(after.json())).isEqualTo("30000");
        assertThat(total(ordering.get("/api/orders/" + before.text("orderId") + "/state?version=1")
                        .json()))
                .isEqualTo("28000");
    }

    @Test
    void what_was_told_earlier_and_comes_later_changes_nothing() {
        ordering.hear(tea(15_000, 2));

        ordering.hear(tea(14_000, 1), tea(1, 2));

        assertThat(total(ordering.post("/api/orders", TWO_TEAS).json())).isEqualTo("30000");
    }

    @Test
    void what_is_known_is_known_after_a_restart() {
        ordering.hear(tea(14_000, 1));

        ordering.restart();

        assertThat(ordering.post("/api/orders", TWO_TEAS).status()).isEqualTo(201);
    }

    private static ProductPriced tea(long won, long version) {
        return new ProductPriced("TEA", new ProductPriced.Names("녹차", "Green tea"), Money.won(won), version);
    }

    private JsonNode line(Answer placed) {
        JsonNode history = ordering.get("/api/orders/" + placed.text("orderId") + "/history")
                .json();
        return history.get(0).path("data").path("items").get(0);
    }

    private static String total(JsonNode order) {
        return order.path("totalAmount").path("amount").asString();
    }
}
