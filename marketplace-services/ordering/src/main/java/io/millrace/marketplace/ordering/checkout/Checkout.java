package io.millrace.marketplace.ordering.checkout;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an order's checkout is.
 *
 * @param refusal why it was refused, for the customer to read
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

    Money total() {
        return items.stream().map(OrderItem::price).reduce(Money::plus).orElseThrow();
    }

    Checkout paid(PaymentCompleted payment) {
        return new Checkout(
                orderId, orderNumber, customerId, items, paymentMethod, payment.paymentId(), refusal, cause);
    }

    Checkout refused(String reason, @Nullable CancellationCause why) {
        return new Checkout(orderId, orderNumber, customerId, items, paymentMethod, paymentId, reason, why);
    }

    String requirePaymentId() {
        return Objects.requireNonNull(paymentId, "paid before");
    }
}
