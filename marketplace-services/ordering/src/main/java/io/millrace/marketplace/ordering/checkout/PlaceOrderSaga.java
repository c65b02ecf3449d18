package io.millrace.marketplace.ordering.checkout;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.RefundPayment;
import io.millrace.marketplace.contracts.ReleaseStock;
import io.millrace.marketplace.contracts.ReserveStock;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.saga.Saga;
import java.time.Duration;
import java.util.Objects;

/** The saga that brings a placed order to its payment: the goods are set aside, then charged, then the order is paid. */
record PlaceOrderSaga(OpenOrders orders, CallOffs callOffs) {

    static final String NAME = "place-order";

    private static final String INVENTORY = "Inventory-Commands";
    private static final String PAYMENT = "Payment-Commands";
    private static final String NOT_IN_TIME = "The order could not be completed in time.";

    private static final Duration STOCK_ANSWERS_WITHIN = Duration.ofMinutes(5);

    /** Longer than payment itself keeps trying, so that payment decides. */
    private static final Duration PAYMENT_ANSWERS_WITHIN = Duration.ofMinutes(15);

    Saga<Checkout> saga() {
        return Saga.named(NAME, Checkout.class)
                .command("reserve-stock", INVENTORY, PlaceOrderSaga::reserve)
                .answeredBy(StockReserved.class)
                .rejectedBy(
                        StockUnavailable.class,
                        (checkout, refusal) -> checkout.refused(refusal.reason(), refusal.cause()))
                .answerWithin(STOCK_ANSWERS_WITHIN)
                .undo(checkout -> new ReleaseStock(checkout.orderId(), reason(checkout)))
                .undoneBy(StockReleased.class)
                .command("charge-payment", PAYMENT, PlaceOrderSaga::charge)
                .answeredBy(PaymentCompleted.class, Checkout::paid)
                .rejectedBy(
                        PaymentFailed.class, (checkout, refusal) -> checkout.refused(refusal.reason(), refusal.cause()))
                .answerWithin(PAYMENT_ANSWERS_WITHIN)
                .undo(checkout -> new RefundPayment(checkout.orderId(), reason(checkout)))
                .undoneBy(PaymentRefunded.class)
                .pivot("confirm", checkout -> orders.pay(checkout.orderId(), checkout.requirePaymentId()))
                .whenUndone(checkout -> orders.cancel(checkout.orderId(), cancellation(checkout)))
                .build();
    }

    private static ReserveStock reserve(Checkout checkout) {
        return new ReserveStock(checkout.orderId(), checkout.orderNumber(), checkout.items());
    }

    private static ChargePayment charge(Checkout checkout) {
        return new ChargePayment(
                checkout.orderId(),
                checkout.orderNumber(),
                checkout.customerId(),
                checkout.total(),
                checkout.paymentMethod());
    }

    /** What refused it, else what the customer said who called it off. */
    private String reason(Checkout checkout) {
        return Objects.requireNonNullElseGet(
                checkout.refusal(), () -> callOffs.reasonOf(checkout.orderId()).orElse(NOT_IN_TIME));
    }

    private CancelOrder cancellation(Checkout checkout) {
        String reason = reason(checkout);
        boolean late = checkout.refusal() == null && reason.equals(NOT_IN_TIME);
        return new CancelOrder(reason, late ? new CancellationCause(CancellationCause.NOT_IN_TIME) : checkout.cause());
    }
}
