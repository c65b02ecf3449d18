package io.millrace.marketplace.ordering.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.CommandHandler;
import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.RefundPayment;
import io.millrace.marketplace.contracts.ReleaseStock;
import io.millrace.marketplace.contracts.ReserveStock;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.marketplace.ordering.order.OrderStatus;
import io.millrace.saga.SagaStatus;
import io.millrace.testkit.saga.SagaTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaceOrderSagaTest {

    private static final UUID ORDER = UUID.randomUUID();
    private static final Money TOTAL = Money.won(28_000);
    private static final List<OrderItem> ITEMS = List.of(new OrderItem("TEA", "보성 녹차", 2, Money.won(14_000)));
    private static final String LATE = "The order could not be completed in time.";

    private final CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders = InMemoryOrders.empty();
    private SagaTest<Checkout> checkout;

    @BeforeEach
    void place() {
        PlaceOrder placed = new PlaceOrder(ORDER, "MR-1", "customer-1", "kim@example.com", "ko", ITEMS, "card-ok");
        orders.handle(ORDER.toString(), placed);
        PlaceOrderSaga saga = new PlaceOrderSaga(new OpenOrders(orders));
        checkout = SagaTest.of(saga.saga()).started(ORDER.toString(), Checkout.of(placed));
    }

    @Test
    void goods_are_set_aside_then_charged_and_the_order_is_paid() {
        checkout.expectSent(new ReserveStock(ORDER, "MR-1", ITEMS))
                .whenAnswered(new StockReserved(ORDER))
                .expectSent(new ChargePayment(ORDER, "MR-1", "customer-1", TOTAL, "card-ok"))
                .whenAnswered(new PaymentCompleted(ORDER, "PAY-1", TOTAL))
                .expectStatus(SagaStatus.COMPLETED)
                .expectNothingSent();

        assertThat(order().status()).isEqualTo(OrderStatus.PAID);
        assertThat(order().paymentId()).isEqualTo("PAY-1");
    }

    @Test
    void an_order_whose_goods_are_gone_is_cancelled_and_nothing_else_is_asked() {
        checkout.expectSent(ReserveStock.class)
                .whenAnswered(new StockUnavailable(ORDER, "TEA", "Only 1 is left."))
                .expectStatus(SagaStatus.COMPENSATED)
                .expectNothingSent();

        assertCancelled("Only 1 is left.");
    }

    @Test
    void a_declined_card_releases_the_goods_before_the_order_is_cancelled() {
        checkout.expectSent(ReserveStock.class)
                .whenAnswered(new StockReserved(ORDER))
                .expectSent(ChargePayment.class)
                .whenAnswered(new PaymentFailed(ORDER, "card declined"))
                .expectSent(new ReleaseStock(ORDER, "card declined"))
                .expectStatus(SagaStatus.COMPENSATING);
        assertThat(order().status()).isEqualTo(OrderStatus.CREATED);

        checkout.whenAnswered(new StockReleased(ORDER)).expectStatus(SagaStatus.COMPENSATED);

        assertCancelled("card declined");
    }

    @Test
    void who_calls_it_off_while_the_card_is_charged_gets_money_and_goods_undone_and_the_own_reason() {
        checkout.expectSent(ReserveStock.class)
                .whenAnswered(new StockReserved(ORDER))
                .expectSent(ChargePayment.class)
                .whenCancelled("changed my mind")
                .expectSent(new RefundPayment(ORDER, "changed my mind"))
                .whenAnswered(new PaymentRefunded(ORDER, Money.won(0)))
                .expectSent(new ReleaseStock(ORDER, "changed my mind"))
                .whenAnswered(new StockReleased(ORDER))
                .expectStatus(SagaStatus.COMPENSATED);

        assertCancelled("changed my mind");
    }

    @Test
    void what_inventory_does_not_answer_is_undone() {
        checkout.expectSent(ReserveStock.class)
                .advance(Duration.ofMinutes(6))
                .expectSent(new ReleaseStock(ORDER, LATE))
                .whenAnswered(new StockReleased(ORDER))
                .expectStatus(SagaStatus.COMPENSATED);

        assertCancelled(LATE);
    }

    private Order order() {
        return orders.load(ORDER.toString()).state().orElseThrow();
    }

    private void assertCancelled(String reason) {
        assertThat(order().status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(order().cancelReason()).isEqualTo(reason);
    }
}
