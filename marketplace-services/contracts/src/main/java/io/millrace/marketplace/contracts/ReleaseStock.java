package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/**
 * Asks inventory to give back what was set aside for an order, and to refuse a request for it that comes later; answered
 * by {@link StockReleased}.
 */
@EventType("ReleaseStock")
public record ReleaseStock(UUID orderId, String reason) implements MarketplaceEvent {}
