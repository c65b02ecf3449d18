package io.millrace.marketplace.app;

import static io.millrace.marketplace.app.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.Eventually;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The way of an order, whatever carries the events. */
abstract class OrderFlowContract {

    private final Shop shop;

    OrderFlowContract(Marketplace marketplace) {
        this.shop = new Shop(marketplace.url());
    }

    @Test
    void an_order_placed_over_http_is_in_detail_list_history_state_and_mailbox() {
        Order order = shop.place();

        Eventually.passes("the read model has the order", () -> shop.detail(order, 1));
        JsonNode detail = shop.detail(order, 1);
        assertThat(text(detail, "status")).isEqualTo("CREATED");
        assertThat(text(detail, "orderNumber")).isEqualTo(order.number());
        assertThat(text(detail.path("totalAmount"), "amount")).isEqualTo("142000");
        assertThat(shop.list(order)).extracting(row -> text(row, "orderId")).containsExactly(order.id());
        JsonNode history = shop.get("api/orders/" + order.id() + "/history").body();
        assertThat(history.valueStream()).extracting(row -> text(row, "type")).containsExactly("OrderCreated");
        assertThat(shop.get("api/orders/" + order.id() + "/state?version=1").status())
                .isEqualTo(200);
        Eventually.passes("the confirmation is there", () -> assertThat(shop.mails(order))
                .singleElement()
                .satisfies(mail -> assertThat(mail.toString()).contains(order.number())));
    }

    @Test
    void what_happens_to_an_order_reaches_the_read_model_and_the_past_stays_readable() {
        Order order = shop.place();

        shop.post("api/orders/" + order.id() + "/pay", "{\"paymentId\": \"p-1\"}");
        shop.post("api/orders/" + order.id() + "/ship", "{\"trackingNumber\": \"t-1\"}");

        Eventually.passes("version 3 is projected", () -> assertThat(text(shop.detail(order, 3), "status"))
                .isEqualTo("SHIPPED"));
        assertThat(shop.get("api/orders/" + order.id() + "/history").body().valueStream())
                .extracting(row -> text(row, "type"))
                .containsExactly("OrderCreated", "OrderPaid", "OrderShipped");
        assertThat(shop.get("api/orders/" + order.id() + "/state?version=2")
                        .body()
                        .toString())
                .contains("PAID");
        assertThat(shop.post("api/orders/" + order.id() + "/cancel", "{\"reason\": \"late\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void the_location_of_a_new_order_is_the_shop_s_and_not_the_service_s_behind_it() {
        HttpResponse<String> response = shop.post("api/orders", """
                        {"customerId": "c", "email": "c@example.com", "items": [{"sku": "APRON-LINEN", "quantity": 1}]}
                        """).response();

        String location = response.headers().firstValue("Location").orElseThrow();

        assertThat(shop.url().resolve(location).getPort()).isEqualTo(shop.url().getPort());
        assertThat(shop.get(shop.url().resolve(location).getPath() + "?minVersion=1")
                        .status())
                .isEqualTo(200);
    }
}
