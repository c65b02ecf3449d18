package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/**
 * No money of an order is kept.
 *
 * @param amount that was given back, 0 if none had been charged
 */
@EventType("PaymentRefunded")
public record PaymentRefunded(UUID orderId, Money amount) implements MarketplaceEvent {}
