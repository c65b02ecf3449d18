package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** The goods of a cancelled order are for sale again. */
@EventType("StockReturned")
public record StockReturned(UUID orderId) implements MarketplaceEvent {}
