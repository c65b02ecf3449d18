package io.millrace.marketplace.orderquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.IncomingMessage;
import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.orderquery.OrderQueryService.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReadModelTest {

    private static OrderQueryService query;

    @BeforeAll
    static void start() {
        query = new OrderQueryService();
    }

    @AfterAll
    static void stop() {
        query.close();
    }

    @Test
    void an_order_shows_all_that_its_events_told() {
        OrderEvents order = OrderEvents.anOrder();

        query.deliver(order.created(), order.paid());
        query.deliver(order.shipped());

        Answer answer = query.get("/api/orders/" + order.id);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("orderNumber")).isEqualTo("MR-1");
        assertThat(answer.text("customerId")).isEqualTo(order.customer);
        assertThat(answer.text("status")).isEqualTo("SHIPPED");
        assertThat(answer.json().path("version").asLong()).isEqualTo(3);
        assertThat(answer.text("paymentId")).isEqualTo("PAY-1");
        assertThat(answer.text("trackingNumber")).isEqualTo("TRACK-1");
        assertThat(answer.json().path("totalAmount").toString())
                .isEqualTo("{\"amount\":\"28000\",\"currency\":\"KRW\"}");
        assertThat(answer.json().path("items").toString())
                .isEqualTo("[{\"sku\":\"TEA\",\"name\":\"보성 녹차\",\"quantity\":2,"
                        + "\"unitPrice\":{\"amount\":\"14000\",\"currency\":\"KRW\"}}]");
        assertThat(answer.text("createdAt")).endsWith("Z").isLessThan(answer.text("updatedAt"));
    }

    @Test
    void PR_3_shuffled_and_repeated_events_lead_to_the_same_order() {
        OrderEvents order = OrderEvents.anOrder();
        List<IncomingMessage> inOrder = List.of(order.created(), order.paid(), order.cancelled());
        query.fold(inOrder);
        JsonNode expected = query.get("/api/orders/" + order.id).json();
        Random random = new Random(7);

        for (int round = 0; round < 20; round++) {
            List<IncomingMessage> shuffled = new ArrayList<>(inOrder);
            shuffled.addAll(inOrder);
            Collections.shuffle(shuffled, random);
            query.fold(shuffled.subList(0, 3));
            query.fold(shuffled.subList(3, 6));

            assertThat(query.get("/api/orders/" + order.id).json()).isEqualTo(expected);
        }
        assertThat(expected.path("status").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void a_cancelled_order_says_why_in_english_and_for_those_who_say_it_in_another_language() {
        OrderEvents refused = OrderEvents.anOrder();
        OrderEvents calledOff = OrderEvents.anOrder();

        query.deliver(refused.created(), refused.cancelledFor(new CancellationCause("TOO_FEW_LEFT", "TEA", 3L)));
        query.deliver(calledOff.created(), calledOff.cancelled());

        JsonNode why = query.get("/api/orders/" + refused.id).json();
        JsonNode written = query.get("/api/orders/" + calledOff.id).json();
        assertThat(why.path("cancelReason").asString()).isEqualTo("The reason in English.");
        assertThat(why.path("cancelCause").toString())
                .isEqualTo("{\"code\":\"TOO_FEW_LEFT\",\"sku\":\"TEA\",\"left\":3}");
        assertThat(written.path("cancelReason").asString()).isEqualTo("changed my mind");
        assertThat(written.path("cancelCause").isNull()).isTrue();
    }

    @Test
    void every_order_of_arrival_leads_to_the_same_order() {
        for (int[] arrival : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            OrderEvents order = OrderEvents.anOrder();
            List<IncomingMessage> events = List.of(order.created(), order.paid(), order.shipped());

            for (int i : arrival) {
                query.fold(List.of(events.get(i)));
            }

            Answer answer = query.get("/api/orders/" + order.id);
            assertThat(answer.text("status")).isEqualTo("SHIPPED");
            assertThat(answer.json().path("version").asLong()).isEqualTo(3);
            assertThat(answer.text("paymentId")).isEqualTo("PAY-1");
        }
    }

    @Test
    void CO_1_a_message_delivered_twice_changes_nothing() {
        OrderEvents order = OrderEvents.anOrder();
        IncomingMessage created = order.created();
        IncomingMessage paid = order.paid();

        query.deliver(created, paid, created);
        JsonNode once = query.get("/api/orders/" + order.id).json();
        query.deliver(paid, created);

        assertThat(query.get("/api/orders/" + order.id).json()).isEqualTo(once);
        assertThat(once.path("version").asLong()).isEqualTo(2);
    }

    @Test
    void an_order_appears_when_its_first_event_does() {
        OrderEvents order = OrderEvents.anOrder();

        query.deliver(order.paid());
        Answer before = query.get("/api/orders/" + order.id);
        query.deliver(order.created());

        assertThat(before.status()).isEqualTo(404);
        assertThat(query.get("/api/orders?customerId=" + order.customer)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(query.get("/api/orders/" + order.id).text("status")).isEqualTo("PAID");
    }

    @Test
    void a_confirmation_shows_whichever_is_heard_of_first() {
        OrderEvents mailFirst = OrderEvents.anOrder();
        OrderEvents orderFirst = OrderEvents.anOrder();

        query.deliver("orderConfirmations", List.of(mailFirst.emailSent()));
        query.deliver(mailFirst.created(), orderFirst.created());
        String before = query.get("/api/orders/" + orderFirst.id).text("confirmationSentAt");
        query.deliver("orderConfirmations", List.of(orderFirst.emailSent(), mailFirst.emailSent()));

        assertThat(before).isEmpty();
        assertThat(query.get("/api/orders/" + mailFirst.id).text("confirmationSentAt"))
                .isEqualTo("2026-03-01T09:00:00Z");
        assertThat(query.get("/api/orders/" + orderFirst.id).text("confirmationSentAt"))
                .isEqualTo("2026-03-01T09:00:00Z");
    }

    @Test
    void a_mail_about_a_refund_is_no_confirmation() {
        OrderEvents order = OrderEvents.anOrder();

        query.deliver(order.created());
        query.deliver("orderConfirmations", List.of(order.refundMailed()));

        assertThat(query.get("/api/orders/" + order.id).text("confirmationSentAt"))
                .isEmpty();
    }

    @Test
    void a_list_shows_a_customers_orders_newest_first_in_pages() {
        OrderEvents first = OrderEvents.anOrder();
        OrderEvents second = OrderEvents.of(first.customer);
        OrderEvents third = OrderEvents.of(first.customer);
        query.deliver(
                third.created(),
                first.created(),
                second.created(),
                OrderEvents.anOrder().created());

        JsonNode page =
                query.get("/api/orders?size=2&customerId=" + first.customer).json();
        JsonNode rest = query.get("/api/orders?size=2&page=1&customerId=" + first.customer)
                .json();

        assertThat(page.path("items").valueStream().map(item -> item.path("orderId")
                        .asString()))
                .containsExactly(third.id.toString(), second.id.toString());
        assertThat(page.path("hasNext").asBoolean()).isTrue();
        assertThat(rest.path("items").valueStream().map(item -> item.path("orderId")
                        .asString()))
                .containsExactly(first.id.toString());
        assertThat(rest.path("hasNext").asBoolean()).isFalse();
    }

    @Test
    void the_latest_orders_of_everybody_tell_nothing_of_who_placed_them() {
        List<OrderEvents> placed =
                Stream.generate(OrderEvents::anOrder).limit(21).toList();
        query.deliver(placed.stream().map(OrderEvents::created).toArray(IncomingMessage[]::new));
        query.deliver(placed.getLast().paid());
        query.deliver(OrderEvents.anOrder().paid());

        JsonNode latest = query.get("/api/orders/latest").json();

        assertThat(latest.valueStream().map(order -> order.path("createdAt").asString()))
                .hasSize(20)
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(latest.get(0).toString())
                .startsWith("{\"orderNumber\":\"MR-1\",\"status\":\"PAID\","
                        + "\"totalAmount\":{\"amount\":\"28000\",\"currency\":\"KRW\"},\"createdAt\":\"2026-");
        assertThat(latest.toString())
                .doesNotContain(
                        "kim@example.com",
                        placed.getLast().customer,
                        placed.getLast().id.toString());
    }
}
