package io.millrace.marketplace.ordering.order;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PayOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.ShipOrder;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCancelled;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCreated;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderPaid;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderShipped;
import io.millrace.testkit.AggregateFixture;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderDeciderTest {

    private static final UUID ID = UUID.fromString("0190b6a0-0000-7000-8000-000000000001");
    private static final Money TOTAL = Money.won(44_000);
    private static final OrderItem TEA = new OrderItem("TEA", "보성 녹차", 2, Money.won(14_000));
    private static final String CARD = "card-ok";
    private static final OrderItem GIM = new OrderItem("GIM", "조미김", 1, Money.won(16_000));

    private final OrderCreated created =
            new OrderCreated(ID, "MR-1", "customer-1", "kim@example.com", "ko", List.of(TEA, GIM), TOTAL, CARD);
    private final OrderPaid paid = new OrderPaid(ID, "MR-1", "customer-1", TOTAL, "PAY-1");
    private final OrderShipped shipped = new OrderShipped(ID, "MR-1", "customer-1", "TRACK-1");
    private final OrderCancelled cancelled = new OrderCancelled(ID, "MR-1", "customer-1", "changed my mind", null);

    private final AggregateFixture<OrderCommand, Optional<Order>, OrderEvent> anOrder =
            AggregateFixture.of(new OrderDecider());

    @Test
    void placing_an_order_adds_up_its_lines() {
        anOrder.when(place("customer-1", "kim@example.com", TEA, GIM))
                .then(created)
                .thenState(order -> order.orElseThrow().status() == OrderStatus.CREATED);
    }

    @Test
    void placing_the_same_order_again_changes_nothing_whatever_its_number_and_prices_would_be_now() {
        OrderItem dearer = new OrderItem("TEA", "보성 녹차", 2, Money.won(99_000));

        anOrder.given(created, paid)
                .when(new PlaceOrder(ID, "MR-2", "customer-1", "kim@example.com", "en", List.of(dearer, GIM), CARD))
                .then()
                .thenState(order -> order.orElseThrow().placed().equals(created));
    }

    @Test
    void placing_another_order_under_the_same_id_is_refused() {
        AggregateFixture<OrderCommand, Optional<Order>, OrderEvent> placed = anOrder.given(created);

        placed.when(place("customer-1", "kim@example.com", TEA))
                .thenRejected(OrderPlacedDifferentlyException.class, "MR-1");
        placed.when(place("customer-1", "lee@example.com", TEA, GIM))
                .thenRejected(OrderPlacedDifferentlyException.class, "MR-1");
        placed.when(place("customer-2", "kim@example.com", TEA, GIM))
                .thenRejected(OrderPlacedDifferentlyException.class, "MR-1");
        placed.when(new PlaceOrder(ID, "MR-1", "customer-1", "kim@example.com", "ko", List.of(TEA, GIM), "card-slow"))
                .thenRejected(OrderPlacedDifferentlyException.class, "MR-1");
    }

    @Test
    void a_created_order_can_be_paid() {
        anOrder.given(created)
                .when(new PayOrder("PAY-1"))
                .then(paid)
                .thenState(order -> order.orElseThrow().status() == OrderStatus.PAID);
    }

    @Test
    void paying_with_the_same_payment_again_changes_nothing() {
        anOrder.given(created, paid).when(new PayOrder("PAY-1")).then();
    }

    @Test
    void only_a_created_order_can_be_paid() {
        String rule = "Only a CREATED order can be paid; order MR-1 is ";

        anOrder.given(created, paid).when(new PayOrder("PAY-2")).thenRejected(OrderRuleException.class, rule + "PAID");
        anOrder.given(created, paid, shipped)
                .when(new PayOrder("PAY-2"))
                .thenRejected(OrderRuleException.class, rule + "SHIPPED");
        anOrder.given(created, cancelled)
                .when(new PayOrder("PAY-2"))
                .thenRejected(OrderRuleException.class, rule + "CANCELLED");
    }

    @Test
    void a_paid_order_can_be_shipped() {
        anOrder.given(created, paid)
                .when(new ShipOrder("TRACK-1"))
                .then(shipped)
                .thenState(order -> order.orElseThrow().status() == OrderStatus.SHIPPED);
    }

    @Test
    void only_a_paid_order_can_be_shipped() {
        String rule = "Only a PAID order can be shipped; order MR-1 is ";

        anOrder.given(created).when(new ShipOrder("TRACK-1")).thenRejected(OrderRuleException.class, rule + "CREATED");
        anOrder.given(created, paid, shipped)
                .when(new ShipOrder("TRACK-2"))
                .thenRejected(OrderRuleException.class, rule + "SHIPPED");
        anOrder.given(created, paid, cancelled)
                .when(new ShipOrder("TRACK-1"))
                .thenRejected(OrderRuleException.class, rule + "CANCELLED");
    }

    @Test
    void an_order_can_be_cancelled_until_it_is_shipped() {
        anOrder.given(created).when(new CancelOrder("changed my mind")).then(cancelled);
        anOrder.given(created, paid)
                .when(new CancelOrder("changed my mind"))
                .then(cancelled)
                .thenState(order -> order.orElseThrow().status() == OrderStatus.CANCELLED);
    }

    @Test
    void a_shipped_or_cancelled_order_cannot_be_cancelled() {
        String rule = "A SHIPPED or CANCELLED order can't be cancelled; order MR-1 is ";

        anOrder.given(created, paid, shipped)
                .when(new CancelOrder("too late"))
                .thenRejected(OrderRuleException.class, rule + "SHIPPED");
        anOrder.given(created, cancelled)
                .when(new CancelOrder("again"))
                .thenRejected(OrderRuleException.class, rule + "CANCELLED");
    }

    @Test
    void an_order_that_was_never_placed_takes_no_commands() {
        anOrder.when(new PayOrder("PAY-1")).thenRejected(OrderNotFoundException.class, "no such order");
        anOrder.when(new ShipOrder("TRACK-1")).thenRejected(OrderNotFoundException.class, "no such order");
        anOrder.when(new CancelOrder("why not")).thenRejected(OrderNotFoundException.class, "no such order");
    }

    private static PlaceOrder place(String customerId, String email, OrderItem... items) {
        return new PlaceOrder(ID, "MR-1", customerId, email, "ko", List.of(items), CARD);
    }
}
