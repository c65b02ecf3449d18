package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer placed an order.
 *
 * @param orderNumber the short name that people use
 * @param language of the customer, {@code ko} or {@code en}
 * @param paymentMethod a token of the card processor, such as {@code card-ok}; null where the order is paid otherwise
 */
@EventType("OrderCreated")
public record OrderCreated(
        UUID orderId,
        String orderNumber,
        String customerId,
        String email,
        String language,
        List<OrderItem> items,
        Money totalAmount,
        @Nullable String paymentMethod)
        implements MarketplaceEvent {

    public OrderCreated {
        items = List.copyOf(items);
    }

    /** An order that names no payment method. */
    public OrderCreated(
            UUID orderId,
            String orderNumber,
            String customerId,
            String email,
            String language,
            List<OrderItem> items,
            Money totalAmount) {
        this(orderId, orderNumber, customerId, email, language, items, totalAmount, null);
    }
}
