package io.millrace.marketplace.ordering.checkout;

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
import io.millrace.saga.Saga;
import java.time.Duration;

/** The saga that brings a placed order to its payment: the goods are set aside, then charged, then the order is paid. */
record PlaceOrderSaga(OpenOrders orders) {

    static final String NAME = "place-order";

    private static final String INVENTORY = "Inventory-Commands";
    private static final String PAYMENT = "Payment-Commands";

    private static final Duration STOCK_ANSWERS_WITHIN = Duration.ofMinutes(5);

    /** Longer than payment itself keeps trying, so that payment decides. */
    private static final Duration PAYMENT_ANSWERS_WITHIN = Duration.ofMinutes(15);

    Saga<Checkout> saga() {
        return Saga.named(NAME, Checkout.class)
                .command("reserve-stock", INVENTORY, PlaceOrderSaga::reserve)
                .answeredBy(StockReserved.class)
                .rejectedBy(StockUnavailable.class, (checkout, refusal) -> checkout.refused(refusal.reason()))
                .answerWithin(STOCK_ANSWERS_WITHIN)
                .undo(checkout -> new ReleaseStock(checkout.orderId(), checkout.reason()))
                .undoneBy(StockReleased.class)
                .command("charge-payment", PAYMENT, PlaceOrderSaga::charge)
                .answeredBy(PaymentCompleted.class, Checkout::paid)
                .rejectedBy(PaymentFailed.class, (checkout, refusal) -> checkout.refused(refusal.reason()))
                .answerWithin(PAYMENT_ANSWERS_WITHIN)
                .undo(checkout -> new RefundPayment(checkout.orderId(), checkout.reason()))
                .undoneBy(PaymentRefunded.class)
                .pivot("confirm", checkout -> orders.pay(checkout.orderId(), checkout.requirePaymentId()))
                .whenTurnedBack(Checkout::turnedBack)
                .whenUndone(checkout -> orders.cancel(checkout.orderId(), checkout.reason()))
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
}
