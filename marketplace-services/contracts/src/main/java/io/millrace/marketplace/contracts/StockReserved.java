package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** The goods of an order are set aside for it. */
@EventType("StockReserved")
public record StockReserved(UUID orderId) implements MarketplaceEvent {}
