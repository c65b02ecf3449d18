package io.millrace.marketplace.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.marketplace.inventory.InventoryService.Answer;
import io.millrace.marketplace.inventory.reservation.Reservations;
import io.millrace.marketplace.inventory.stock.Stock;
import io.millrace.marketplace.inventory.stock.UnknownProductException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApiTest {

    private InventoryService inventory;

    @BeforeEach
    void start() {
        inventory = new InventoryService("--millrace.relay.enabled=false", "--millrace.consumers.enabled=false");
    }

    @AfterEach
    void stop() {
        inventory.close();
    }

    @Test
    void products_have_names_in_both_languages_a_price_and_what_is_left() {
        JsonNode products = inventory.get("/api/products").json();

        assertThat(products.size()).isEqualTo(12);
        assertThat(products.get(0).toString())
                .isEqualTo("{\"sku\":\"TEA-BOSEONG-100\",\"name\":\"Boseong green tea, 100 g\","
                        + "\"names\":{\"ko\":\"보성 녹차 100g\",\"en\":\"Boseong green tea, 100 g\"},"
                        + "\"price\":{\"amount\":\"14000\",\"currency\":\"KRW\"},\"available\":200}");
        assertThat(products.get(11).path("names").path("en").asString()).isEqualTo("Walnut cutting board");
    }

    @Test
    void a_product_shows_what_is_not_set_aside() {
        inventory
                .bean(Reservations.class)
                .reserve(AnOrder.of(3, "KNIFE-SANTOKU-17").request());

        Answer knife = inventory.get("/api/products/KNIFE-SANTOKU-17");

        assertThat(knife.status()).isEqualTo(200);
        assertThat(knife.number("available")).isEqualTo(197);
    }

    @Test
    void replenished_goods_are_for_sale_and_remembered() {
        Stock stock = inventory.bean(Stock.class);

        stock.replenish("APRON-LINEN", 50);

        assertThat(inventory.available("APRON-LINEN")).isEqualTo(250);
        assertThat(inventory.get("/totals").number("replenished")).isEqualTo(50);
        assertThatThrownBy(() -> stock.replenish("NO-SUCH-THING", 1)).isInstanceOf(UnknownProductException.class);
        assertThatThrownBy(() -> stock.replenish("APRON-LINEN", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void totals_count_what_is_in_stock_set_aside_and_sold() {
        Reservations reservations = inventory.bean(Reservations.class);
        AnOrder open = AnOrder.of(2, "TEA-BOSEONG-100").and(1, "APRON-LINEN");
        AnOrder sold = AnOrder.of(5, "TEA-BOSEONG-100");
        reservations.reserve(open.request());
        reservations.reserve(sold.request());
        reservations.sell(sold.id);
        reservations.release(AnOrder.of(1, "APRON-LINEN").id);

        Answer totals = inventory.get("/totals");

        assertThat(totals.response().body())
                .isEqualTo("{\"initial\":2400,\"replenished\":0,\"inStock\":2392,"
                        + "\"reserved\":3,\"sold\":5,\"openReservations\":1,\"unbalanced\":[]}");
    }

    @Test
    void an_unknown_product_is_not_found() {
        Answer answer = inventory.get("/api/products/NO-SUCH-THING");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.text("detail")).contains("no product with the sku 'NO-SUCH-THING'");
    }
}
