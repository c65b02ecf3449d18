package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** A paid order left the house. */
@EventType("OrderShipped")
public record OrderShipped(UUID orderId, String orderNumber, String customerId, String trackingNumber)
        implements MarketplaceEvent {}
