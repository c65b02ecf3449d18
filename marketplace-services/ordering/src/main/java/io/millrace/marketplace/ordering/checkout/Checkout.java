package io.millrace.marketplace.ordering.checkout;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.SagaInstance.Undoing;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an order's checkout is.
 *
 * @param refusal why it is not completed, for the customer to read
 */
record Checkout(
        UUID orderId,
        String orderNumber,
        String customerId,
        List<OrderItem> items,
        String paymentMethod,
        @Nullable String paymentId,
        @Nullable String refusal) {

    private static final String NOT_IN_TIME = "The order could not be completed in time.";

    Checkout {
        items = List.copyOf(items);
    }

    static Checkout of(PlaceOrder placed) {
        return new Checkout(
                placed.orderId(),
                placed.orderNumber(),
                placed.customerId(),
                placed.items(),
                placed.paymentMethod(),
                null,
                null);
    }

    Money total() {
        return items.stream().map(OrderItem::price).reduce(Money::plus).orElseThrow();
    }

    Checkout paid(PaymentCompleted payment) {
        return new Checkout(orderId, orderNumber, customerId, items, paymentMethod, payment.paymentId(), refusal);
    }

    /** The first reason stands. */
    Checkout refused(String why) {
        return refusal != null
                ? this
                : new Checkout(orderId, orderNumber, customerId, items, paymentMethod, paymentId, why);
    }

    /** Who calls it off says why; of what else turns it back, but a refusal, the customer need not know more. */
    Checkout turnedBack(Undoing why) {
        return refused(why.cause() == Cause.CANCELLED ? why.reason() : NOT_IN_TIME);
    }

    String reason() {
        return Objects.requireNonNullElse(refusal, NOT_IN_TIME);
    }

    String requirePaymentId() {
        return Objects.requireNonNull(paymentId, "paid before");
    }
}
