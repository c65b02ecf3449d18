package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.List;
import java.util.UUID;

/**
 * A customer placed an order.
 *
 * @param orderNumber the short name that people use
 * @param language of the customer, {@code ko} or {@code en}
 */
@EventType("OrderCreated")
public record OrderCreated(
        UUID orderId,
        String orderNumber,
        String customerId,
        String email,
        String language,
        List<OrderItem> items,
        Money totalAmount)
        implements MarketplaceEvent {

    public OrderCreated {
        items = List.copyOf(items);
    }
}
