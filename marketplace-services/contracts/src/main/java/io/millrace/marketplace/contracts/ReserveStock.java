package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.List;
import java.util.UUID;

/** Asks inventory to set an order's goods aside; answered by {@link StockReserved} or {@link StockUnavailable}. */
@EventType("ReserveStock")
public record ReserveStock(UUID orderId, String orderNumber, List<OrderItem> items) implements MarketplaceEvent {

    public ReserveStock {
        items = List.copyOf(items);
    }
}
