package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/**
 * An order's goods could not be set aside, and nothing was.
 *
 * @param sku the product that there is too little of
 */
@EventType("StockUnavailable")
public record StockUnavailable(UUID orderId, String sku, String reason) implements MarketplaceEvent {}
