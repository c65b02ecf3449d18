package io.millrace.marketplace.ordering.checkout;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCreated;
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
 * @param cause the same for readers of other languages than English
 */
record Checkout(
        UUID orderId,
        String orderNumber,
        String customerId,
        List<OrderItem> items,
        String paymentMethod,
        @Nullable String paymentId,
        @Nullable String refusal,
        @Nullable CancellationCause cause) {

    private static final String NOT_IN_TIME = "The order could not be completed in time.";

    /** What the card processor knows as no card, so that who can't pay is refused. */
    private static final String NO_CARD = "none";

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
                null,
                null);
    }

    static Checkout of(OrderCreated order) {
        return new Checkout(
                order.orderId(),
                order.orderNumber(),
                order.customerId(),
                order.items(),
                Objects.requireNonNullElse(order.paymentMethod(), NO_CARD),
                null,
                null,
                null);
    }

    Money total() {
        return items.stream().map(OrderItem::price).reduce(Money::plus).orElseThrow();
    }

    Checkout paid(PaymentCompleted payment) {
        return new Checkout(
                orderId, orderNumber, customerId, items, paymentMethod, payment.paymentId(), refusal, cause);
    }

    /** The first reason stands. */
    Checkout refused(String why, @Nullable CancellationCause code) {
        return refusal != null
                ? this
                : new Checkout(orderId, orderNumber, customerId, items, paymentMethod, paymentId, why, code);
    }

    /** Who calls it off says why; of what else turns it back, but a refusal, the customer need not know more. */
    Checkout turnedBack(Undoing why) {
        return why.cause() == Cause.CANCELLED
                ? refused(why.reason(), null)
                : refused(NOT_IN_TIME, new CancellationCause(CancellationCause.NOT_IN_TIME));
    }

    CancelOrder cancellation() {
        return new CancelOrder(reason(), cause);
    }

    String reason() {
        return Objects.requireNonNullElse(refusal, NOT_IN_TIME);
    }

    String requirePaymentId() {
        return Objects.requireNonNull(paymentId, "paid before");
    }
}
