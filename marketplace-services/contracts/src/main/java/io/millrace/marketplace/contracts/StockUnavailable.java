package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/**
 * An order's goods could not be set aside, and nothing was.
 *
 * @param sku the product that there is too little of; the order's first one, if it was called off before
 * @param reason for the customer to read
 */
@EventType("StockUnavailable")
public record StockUnavailable(UUID orderId, String sku, String reason) implements MarketplaceEvent {}
