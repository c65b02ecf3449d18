package io.millrace.marketplace.ordering.order;

import io.millrace.event.EventType;
import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to an order, as it is stored for ever. */
public sealed interface OrderEvent {

    /**
     * Placed, at the prices of that moment.
     *
     * @param orderNumber the short name that people use
     * @param language of the customer, {@code ko} or {@code en}
     * @param paymentMethod a token of the card processor; null where it was placed before there were any
     */
    @EventType("OrderCreated")
    record OrderCreated(
            UUID orderId,
            String orderNumber,
            String customerId,
            String email,
            String language,
            List<OrderItem> items,
            Money totalAmount,
            @Nullable String paymentMethod)
            implements OrderEvent {

        public OrderCreated {
            items = List.copyOf(items);
        }
    }

    /** Paid in full. */
    @EventType("OrderPaid")
    record OrderPaid(UUID orderId, String orderNumber, String customerId, Money totalAmount, String paymentId)
            implements OrderEvent {}

    /** Handed to the carrier. */
    @EventType("OrderShipped")
    record OrderShipped(UUID orderId, String orderNumber, String customerId, String trackingNumber)
            implements OrderEvent {}

    /**
     * Called off.
     *
     * @param cause null where somebody wrote the reason, or there were no causes yet
     */
    @EventType("OrderCancelled")
    record OrderCancelled(
            UUID orderId,
            String orderNumber,
            String customerId,
            String reason,
            @Nullable CancellationCause cause) implements OrderEvent {}
}
