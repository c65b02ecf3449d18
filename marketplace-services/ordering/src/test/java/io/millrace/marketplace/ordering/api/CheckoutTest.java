package io.millrace.marketplace.ordering.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.ordering.api.OrderingService.Answer;
import io.millrace.testkit.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Placed orders on their way, with the other services played by the test. */
class CheckoutTest {

    private static final Map<String, String> KOREAN = Map.of("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.5");

    private OrderingService ordering = new OrderingService(Participants.OBEYING_COMMANDS);

    @AfterEach
    void stop() {
        ordering.close();
    }

    @Test
    void an_order_becomes_paid_by_itself() {
        String id = placed(2, "card-ok");

        awaitStatus(id, "PAID");

        assertThat(state(id).path("payment").toString())
                .isEqualTo("{\"method\":\"card-ok\",\"paymentId\":\"PAY-" + id + "\"}");
        Eventually.passes(
                "the saga ends", () -> assertThat(saga(id).text("status")).isEqualTo("COMPLETED"));
        Answer saga = saga(id);
        assertThat(saga.text("name")).isEqualTo("place-order");
        assertThat(saga.json().path("version").asInt()).isEqualTo(1);
        assertThat(steps(saga)).containsExactly("reserve-stock DONE", "charge-payment DONE", "confirm DONE");
        JsonNode first = saga.json().path("steps").get(0);
        assertThat(first.path("attempts").asInt()).isEqualTo(1);
        assertThat(Instant.parse(first.path("endedAt").asString()))
                .isAfterOrEqualTo(Instant.parse(first.path("startedAt").asString()));
    }

    @Test
    void an_order_without_a_payment_method_is_paid_by_the_usual_card() {
        String body = "{\"customerId\":\"c\",\"email\":\"kim@example.com\",\"items\":[%s]}"
                .formatted("{\"sku\":\"APRON-LINEN\",\"quantity\":1}");

        String id = ordering.post("/api/orders", body).text("orderId");

        awaitStatus(id, "PAID");
        assertThat(state(id).path("payment").path("method").asString()).isEqualTo("card-ok");
    }

    @Test
    void a_declined_card_cancels_the_order_for_its_reason() {
        String id = placed(2, "card-declined");

        awaitStatus(id, "CANCELLED");

        assertThat(state(id).path("cancelReason").asString()).isEqualTo("card declined");
        Eventually.passes(
                "the saga ends", () -> assertThat(saga(id).text("status")).isEqualTo("COMPENSATED"));
        assertThat(steps(saga(id))).contains("charge-payment REJECTED", "reserve-stock DONE");
    }

    @Test
    void what_is_out_of_stock_cancels_the_order_for_its_reason() {
        String id = placed(101, "card-ok");

        awaitStatus(id, "CANCELLED");

        assertThat(state(id).path("cancelReason").asString()).isEqualTo("Only 100 are left.");
    }

    @Test
    void an_order_that_is_called_off_under_way_is_undone_and_then_cancelled() {
        String id = placed(2, "card-silent");

        Answer answer = cancel(id, "changed my mind");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("status")).isEqualTo("CREATED");
        assertThat(answer.json().path("version").asLong()).isEqualTo(1);
        awaitStatus(id, "CANCELLED");
        assertThat(state(id).path("cancelReason").asString()).isEqualTo("changed my mind");
        assertThat(cancel(id, "again").status()).isEqualTo(409);
    }

    @Test
    void a_paid_order_is_cancelled_at_once() {
        String id = placed(2, "card-ok");
        awaitStatus(id, "PAID");

        Answer answer = cancel(id, "마음이 바뀌었어요");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("status")).isEqualTo("CANCELLED");
        assertThat(answer.json().path("version").asLong()).isEqualTo(3);
    }

    @Test
    void a_shipped_order_is_not_cancelled() {
        String id = placed(2, "card-ok");
        awaitStatus(id, "PAID");

        Answer shipped = ordering.post("/api/orders/" + id + "/ship", "{\"trackingNumber\":\"TRACK-1\"}");
        Answer cancelled = cancel(id, "too late");

        assertThat(shipped.text("status")).isEqualTo("SHIPPED");
        assertThat(cancelled.status()).isEqualTo(409);
        assertThat(cancelled.text("orderStatus")).isEqualTo("SHIPPED");
        assertThat(cancelled.text("detail")).contains("can't be cancelled", "is SHIPPED");
    }

    @Test
    void a_checkout_goes_on_where_it_was_when_the_service_ended() {
        String id = placed(2, "card-silent");
        Eventually.passes("payment is asked", () -> assertThat(steps(saga(id))).contains("charge-payment IN_FLIGHT"));

        ordering.restart();

        assertThat(steps(saga(id))).containsExactly("reserve-stock DONE", "charge-payment IN_FLIGHT");
        assertThat(cancel(id, "enough").status()).isEqualTo(202);
        awaitStatus(id, "CANCELLED");
    }

    @Test
    void history_and_states_show_the_order_at_every_version() {
        Answer placed = ordering.post("/api/orders", order(2, "card-ok"), KOREAN);
        String id = placed.text("orderId");
        String order = "/api/orders/" + id;
        awaitStatus(id, "PAID");
        cancel(id, "마음이 바뀌었어요");

        JsonNode history = ordering.get(order + "/history").json();
        Instant createdAt = Instant.parse(history.get(0).path("occurredAt").asString());
        Answer asOf = ordering.get(order + "/state?asOf=" + createdAt);

        assertThat(history.get(0).path("type").asString()).isEqualTo("OrderCreated");
        assertThat(history.get(0).path("data").path("language").asString()).isEqualTo("ko");
        assertThat(history.get(2).path("version").asLong()).isEqualTo(3);
        assertThat(history.get(2).path("data").path("reason").asString()).isEqualTo("마음이 바뀌었어요");
        assertThat(ordering.get(order + "/state?version=1").text("status")).isEqualTo("CREATED");
        assertThat(ordering.get(order + "/state?version=3").text("cancelReason"))
                .isEqualTo("마음이 바뀌었어요");
        assertThat(asOf.text("status")).isEqualTo("CREATED");
        assertThat(ordering.get(order + "/state?asOf=" + createdAt.minusSeconds(1))
                        .status())
                .isEqualTo(404);
        assertThat(ordering.get(order + "/state?version=4").text("detail")).contains("its newest is 3");
    }

    @Test
    void where_nobody_conducts_it_orders_are_decided_by_what_is_heard() {
        ordering.close();
        ordering = new OrderingService(Participants.REACTING_TO_EVENTS, "--marketplace.checkout=choreographed");

        String paid = placed(2, "card-ok");
        String declined = placed(2, "card-declined");
        String outOfStock = placed(101, "card-ok");
        String waiting = placed(2, "card-silent");

        awaitStatus(paid, "PAID");
        awaitStatus(declined, "CANCELLED");
        awaitStatus(outOfStock, "CANCELLED");
        assertThat(state(declined).path("cancelReason").asString()).isEqualTo("card declined");
        assertThat(saga(paid).status()).isEqualTo(404);
        assertThat(cancel(waiting, "changed my mind").status()).isEqualTo(200);
        assertThat(state(waiting).path("status").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void orders_that_nobody_conducted_are_conducted_after_the_switch() {
        ordering.close();
        ordering = new OrderingService(Participants.NONE, "--marketplace.checkout=choreographed");
        String toPay = placed(2, "card-ok");
        String declined = placed(2, "card-declined");
        String calledOff = placed(2, "card-ok");
        assertThat(cancel(calledOff, "changed my mind").status()).isEqualTo(200);

        ordering.restart(Participants.OBEYING_COMMANDS, "--marketplace.checkout=orchestrated");

        awaitStatus(toPay, "PAID");
        awaitStatus(declined, "CANCELLED");
        assertThat(saga(toPay).status()).isEqualTo(200);
        assertThat(saga(calledOff).status()).isEqualTo(404);
    }

    @Test
    void an_order_with_a_saga_is_left_to_it_where_nobody_conducts_any_more() {
        String id = placed(2, "card-silent");
        Eventually.passes("payment is asked", () -> assertThat(steps(saga(id))).contains("charge-payment IN_FLIGHT"));

        ordering.restart(Participants.REACTING_TO_EVENTS, "--marketplace.checkout=choreographed");
        assertThat(cancel(id, "changed my mind").status()).isEqualTo(202);
        UUID order = UUID.fromString(id);
        ordering.tell("Payment", order, new PaymentCompleted(order, "PAY-1", Money.won(28_000)));
        awaitStatus(placed(2, "card-ok"), "PAID");
        ordering.tell("Payment", order, new PaymentRefunded(order, Money.won(28_000)));
        ordering.tell("Inventory", order, new StockReleased(order));

        awaitStatus(id, "CANCELLED");
        assertThat(history(id)).containsExactly("OrderCreated", "OrderCancelled");
    }

    private String placed(int quantity, String paymentMethod) {
        Answer answer = ordering.post("/api/orders", order(quantity, paymentMethod));
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("orderId");
    }

    private static String order(int quantity, String paymentMethod) {
        return """
                {"customerId": "customer-1", "email": "kim@example.com", "paymentMethod": "%s",
                 "items": [{"sku": "TEA-BOSEONG-100", "quantity": %d}]}
                """.formatted(paymentMethod, quantity);
    }

    private Answer cancel(String id, String reason) {
        return ordering.post("/api/orders/" + id + "/cancel", "{\"reason\":\"" + reason + "\"}");
    }

    private Answer saga(String id) {
        return ordering.get("/api/sagas/" + id);
    }

    private static List<String> steps(Answer saga) {
        return saga.json()
                .path("steps")
                .valueStream()
                .filter(step -> step.path("direction").asString().equals("FORWARD"))
                .map(step ->
                        step.path("id").asString() + " " + step.path("status").asString())
                .toList();
    }

    private JsonNode state(String id) {
        int versions = ordering.get("/api/orders/" + id + "/history").json().size();
        return ordering.get("/api/orders/" + id + "/state?version=" + versions).json();
    }

    private List<String> history(String id) {
        return ordering.get("/api/orders/" + id + "/history")
                .json()
                .valueStream()
                .map(event -> event.path("type").asString())
                .toList();
    }

    private void awaitStatus(String id, String status) {
        Eventually.passes(
                "the order is " + status,
                () -> assertThat(state(id).path("status").asString()).isEqualTo(status));
    }
}
