package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** An order was called off before it was shipped. */
@EventType("OrderCancelled")
public record OrderCancelled(UUID orderId, String orderNumber, String customerId, String reason)
        implements MarketplaceEvent {}
