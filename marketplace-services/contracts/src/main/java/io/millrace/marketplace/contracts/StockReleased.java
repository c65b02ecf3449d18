package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** Nothing is set aside for an order, and nothing will be. */
@EventType("StockReleased")
public record StockReleased(UUID orderId) implements MarketplaceEvent {}
