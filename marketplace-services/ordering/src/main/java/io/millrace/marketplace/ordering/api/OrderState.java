package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderStatus;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as it was at a version. */
record OrderState(
        UUID orderId,
        String orderNumber,
        long version,
        OrderStatus status,
        String customerId,
        String email,
        List<OrderItem> items,
        Money totalAmount,
        @Nullable Payment payment,
        @Nullable String paymentId,
        @Nullable String trackingNumber,
        @Nullable String cancelReason,
        @Nullable CancellationCause cancelCause) {

    /**
     * @param method a token of the card processor
     * @param paymentId the processor's id of the charge, once there is one
     */
    record Payment(String method, @Nullable String paymentId) {

        static @Nullable Payment of(Order order) {
            String method = order.placed().paymentMethod();
            return method == null ? null : new Payment(method, order.paymentId());
        }
    }

    static OrderState of(Order order, long version) {
        return new OrderState(
                order.id(),
                order.number(),
                version,
                order.status(),
                order.placed().customerId(),
                order.placed().email(),
                order.placed().items(),
                order.placed().totalAmount(),
                Payment.of(order),
                order.paymentId(),
                order.trackingNumber(),
                order.cancelReason(),
                order.cancelCause());
    }
}
