package io.millrace.marketplace.app;

import static io.millrace.marketplace.app.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.Eventually;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import tools.jackson.databind.JsonNode;

/** What anyone can ask for: whether the books of the services agree. Each test that falsifies a book mends it again. */
class InvariantsTest {

    private static final String A_KETTLE = "{\"sku\": \"KETTLE-GOOSE-1L\", \"quantity\": 1}";
    private static TemporaryMarketplace started;
    private static Order paid;
    private static Order cancelled;

    private final Shop shop;
    private final JdbcClient tables;

    InvariantsTest() {
        shop = new Shop(started.running().url());
        tables = JdbcClient.create(started.running().database().dataSource());
    }

    @BeforeAll
    static void orders_of_every_outcome() {
        started = TemporaryMarketplace.start(Settings.defaults().broker(new Broker.None()));
        Shop shop = new Shop(started.running().url());
        paid = shop.place();
        cancelled = shop.place("card-ok", A_KETTLE);
        Order declined = shop.place("card-declined", A_KETTLE);
        Order outOfStock = shop.place("card-ok", "{\"sku\": \"APRON-LINEN\", \"quantity\": 999}");
        Order shipped = shop.place();
        shop.detailWhen(paid, "PAID");
        shop.detailWhen(cancelled, "PAID");
        shop.detailWhen(shipped, "PAID");
        shop.post("api/orders/" + cancelled.id() + "/cancel", "{\"reason\": \"changed my mind\"}");
        shop.post("api/orders/" + shipped.id() + "/ship", "{\"trackingNumber\": \"t-1\"}");
        List.of(cancelled, declined, outOfStock).forEach(order -> shop.detailWhen(order, "CANCELLED"));
        shop.detailWhen(shipped, "SHIPPED");
    }

    @AfterAll
    static void end() {
        started.close();
    }

    @BeforeEach
    @AfterEach
    void the_books_agree() {
        Eventually.passes("the books agree", () -> {
            JsonNode report = report();
            assertThat(report.path("pending").asInt()).as(report.toString()).isZero();
            assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
        });
    }

    @Test
    void orders_of_every_outcome_are_in_the_figures() {
        JsonNode report = report();

        assertThat(report.path("checks").valueStream().map(check -> text(check, "name")))
                .containsExactly("money", "stock", "reservations", "confirmations", "cancellations", "deadlines");
        assertThat(detail(report, "money"))
                .isEqualTo("Confirmed orders: 2, which come to 284000 KRW; charged 332500 KRW, refunded 48500 KRW.");
        assertThat(detail(report, "confirmations")).contains("paid: 3").contains("own: 3");
        assertThat(detail(report, "cancellations")).contains("none keeps money or goods");
    }

    @Test
    void an_order_that_is_under_way_is_pending_and_in_no_figure() {
        Order placed = shop.place("card-declined", A_KETTLE);

        JsonNode report = report();

        shop.detailWhen(placed, "CANCELLED");
        assertThat(report.path("pending").asInt()).isPositive();
        assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
        assertThat(detail(report, "money")).startsWith("Confirmed orders: 2,");
    }

    @Test
    void an_order_that_is_undecided_for_too_long_is_found() {
        JsonNode report = reportWhileFalsified(
                paid,
                "UPDATE ordering.ledger SET status = 'CREATED', placed_at = placed_at - INTERVAL '21 min'",
                "UPDATE ordering.ledger SET status = 'PAID', placed_at = placed_at + INTERVAL '21 min'");

        assertThat(failed(report)).containsExactly("deadlines");
        assertThat(detail(report, "deadlines")).contains(paid.id());
        assertThat(report.path("pending").asInt()).isOne();
    }

    @Test
    void money_that_was_given_back_for_a_confirmed_order_is_found() {
        JsonNode report = reportWhileFalsified(
                paid,
                "UPDATE payment.payments SET status = 'REFUNDED'",
                "UPDATE payment.payments SET status = 'CHARGED'");

        assertThat(failed(report)).containsExactly("money");
        assertThat(detail(report, "money")).contains(paid.id());
    }

    @Test
    void money_that_was_kept_of_a_cancelled_order_is_found() {
        JsonNode report = reportWhileFalsified(
                cancelled,
                "UPDATE payment.payments SET status = 'CHARGED', refund_reason = NULL",
                "UPDATE payment.payments SET status = 'REFUNDED', refund_reason = 'r'");

        assertThat(failed(report)).containsExactly("money", "cancellations");
        assertThat(detail(report, "cancellations")).contains(cancelled.id());
    }

    @Test
    void a_confirmation_that_was_not_sent_is_found() {
        JsonNode report = reportWhileFalsified(
                paid,
                "UPDATE notification.emails SET email_type = 'LOST'",
                "UPDATE notification.emails SET email_type = 'CONFIRMATION'");

        assertThat(failed(report)).containsExactly("confirmations");
        assertThat(detail(report, "confirmations")).contains(paid.id());
    }

    @Test
    void goods_that_are_set_aside_for_a_cancelled_order_are_found() {
        JsonNode report = reportWhileFalsified(
                cancelled,
                "UPDATE inventory.reservation SET state = 'RESERVED'",
                "UPDATE inventory.reservation SET state = 'RETURNED'");

        assertThat(failed(report)).containsExactly("stock", "reservations", "cancellations");
        assertThat(detail(report, "reservations")).contains(cancelled.id());
    }

    @Test
    void goods_that_came_from_nowhere_are_found() {
        JsonNode report = reportWhileFalsified(
                tables.sql("UPDATE inventory.product SET available = available + 1 WHERE sku = 'BOARD-WALNUT'"),
                tables.sql("UPDATE inventory.product SET available = available - 1 WHERE sku = 'BOARD-WALNUT'"));

        assertThat(failed(report)).containsExactly("stock");
        assertThat(detail(report, "stock")).contains("BOARD-WALNUT");
    }

    private JsonNode reportWhileFalsified(Order order, String change, String undo) {
        String ofTheOrder = " WHERE order_id = ?::uuid";
        return reportWhileFalsified(
                tables.sql(change + ofTheOrder).param(order.id()),
                tables.sql(undo + ofTheOrder).param(order.id()));
    }

    private JsonNode reportWhileFalsified(StatementSpec change, StatementSpec undo) {
        assertThat(change.update()).isOne();
        try {
            return report();
        } finally {
            assertThat(undo.update()).isOne();
        }
    }

    private JsonNode report() {
        Shop.Answer answer = shop.get("api/invariants");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> failed(JsonNode report) {
        return report.path("checks")
                .valueStream()
                .filter(check -> !check.path("ok").asBoolean())
                .map(check -> text(check, "name"))
                .toList();
    }

    private static String detail(JsonNode report, String name) {
        return report.path("checks")
                .valueStream()
                .filter(check -> text(check, "name").equals(name))
                .map(check -> text(check, "detail"))
                .findAny()
                .orElseThrow();
    }
}
