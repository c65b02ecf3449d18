package io.millrace.marketplace.app;

import static io.millrace.marketplace.app.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.Eventually;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The way of an order, whatever carries the events. */
abstract class OrderFlowContract {

    private static final String TOO_MANY = "{\"sku\": \"APRON-LINEN\", \"quantity\": 999}";
    private static final String A_KETTLE = "{\"sku\": \"KETTLE-GOOSE-1L\", \"quantity\": 1}";

    final Shop shop;
    private final JdbcClient tables;

    OrderFlowContract(Marketplace marketplace) {
        this.shop = new Shop(marketplace.url());
        this.tables = JdbcClient.create(marketplace.database().dataSource());
    }

    @Test
    void an_order_placed_over_http_is_paid_by_itself_and_in_detail_list_history_state_and_mailbox() {
        Order order = shop.place();

        JsonNode detail = shop.detailWhen(order, "PAID");
        assertThat(text(detail, "orderNumber")).isEqualTo(order.number());
        assertThat(text(detail.path("totalAmount"), "amount")).isEqualTo("142000");
        assertThat(text(detail.path("payment"), "method")).isEqualTo("card-ok");
        assertThat(text(detail.path("payment"), "paymentId")).isNotBlank();
        assertThat(shop.list(order)).extracting(row -> text(row, "orderId")).containsExactly(order.id());
        assertThat(history(order)).containsExactly("OrderCreated", "OrderPaid");
        assertThat(shop.get("api/orders/" + order.id() + "/state?version=1").status())
                .isEqualTo(200);
        awaitSupply(order, "SOLD", "CHARGED");
        Eventually.passes("the confirmation is there", () -> assertThat(shop.mails(order))
                .anySatisfy(mail -> assertThat(mail.toString()).contains(order.number())));
    }

    @Test
    void what_happens_to_an_order_reaches_the_read_model_and_the_past_stays_readable() {
        Order order = shop.place();
        shop.detailWhen(order, "PAID");

        shop.post("api/orders/" + order.id() + "/ship", "{\"trackingNumber\": \"t-1\"}");

        shop.detailWhen(order, "SHIPPED");
        assertThat(history(order)).containsExactly("OrderCreated", "OrderPaid", "OrderShipped");
        assertThat(shop.get("api/orders/" + order.id() + "/state?version=2")
                        .body()
                        .toString())
                .contains("PAID");
        assertThat(shop.post("api/orders/" + order.id() + "/cancel", "{\"reason\": \"late\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void a_declined_card_ends_the_order_with_its_reason_and_nothing_stays_reserved() {
        Order order = shop.place("card-declined", A_KETTLE);

        JsonNode detail = shop.detailWhen(order, "CANCELLED");

        assertThat(text(detail, "cancelReason")).isEqualTo("card declined");
        assertThat(text(detail.path("cancelCause"), "code")).isEqualTo("CARD_DECLINED");
        awaitSupply(order, "RELEASED", "FAILED");
    }

    @Test
    void what_is_out_of_stock_ends_the_order_with_its_reason_and_nothing_is_charged() {
        Order order = shop.place("card-ok", TOO_MANY);

        JsonNode detail = shop.detailWhen(order, "CANCELLED");

        assertThat(text(detail, "cancelReason")).contains("Linen apron");
        assertThat(text(detail.path("cancelCause"), "sku")).isEqualTo("APRON-LINEN");
        assertThat(state("SELECT state FROM inventory.reservation WHERE order_id = ?::uuid", order))
                .isEqualTo("REFUSED");
        assertThat(state("SELECT payment_id FROM payment.payments WHERE order_id = ?::uuid", order))
                .isEqualTo("none");
    }

    @Test
    void a_paid_order_that_is_cancelled_gives_goods_and_money_back() {
        Order order = shop.place("card-ok", A_KETTLE);
        shop.detailWhen(order, "PAID");
        awaitSupply(order, "SOLD", "CHARGED");

        int status = shop.post("api/orders/" + order.id() + "/cancel", "{\"reason\": \"changed my mind\"}")
                .status();

        assertThat(status).isEqualTo(200);
        shop.detailWhen(order, "CANCELLED");
        awaitSupply(order, "RETURNED", "REFUNDED");
    }

    @Test
    void products_say_how_many_are_left() {
        JsonNode products = shop.get("api/products").body();

        assertThat(products.valueStream()).hasSize(12).allSatisfy(product -> {
            assertThat(product.path("available").isIntegralNumber()).isTrue();
            assertThat(text(product, "name")).isNotBlank();
        });
    }

    private List<String> history(Order order) {
        return shop.get("api/orders/" + order.id() + "/history")
                .body()
                .valueStream()
                .map(row -> text(row, "type"))
                .toList();
    }

    private void awaitSupply(Order order, String goods, String payment) {
        Eventually.passes("the goods are " + goods + " and the payment is " + payment, () -> {
            assertThat(state("SELECT state FROM inventory.reservation WHERE order_id = ?::uuid", order))
                    .isEqualTo(goods);
            assertThat(state("SELECT status FROM payment.payments WHERE order_id = ?::uuid", order))
                    .isEqualTo(payment);
        });
    }

    private String state(String sql, Order order) {
        return tables.sql(sql).param(order.id()).query(String.class).optional().orElse("none");
    }

    @Test
    void the_location_of_a_new_order_is_the_shop_s_and_not_the_service_s_behind_it() {
        HttpResponse<String> response = shop.post("api/orders", """
                        {"customerId": "c", "email": "c@example.com", "items": [{"sku": "APRON-LINEN", "quantity": 1}]}
                        """).response();

        String location = response.headers().firstValue("Location").orElseThrow();

        assertThat(shop.url().resolve(location).getPort()).isEqualTo(shop.url().getPort());
        String path = shop.url().resolve(location).getPath();
        Eventually.passes(
                "the order is there",
                () -> assertThat(shop.get(path + "?minVersion=1").status()).isEqualTo(200));
    }
}
