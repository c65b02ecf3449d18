package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/**
 * An order was not charged, and won't be.
 *
 * @param reason for the customer to read, such as {@code card declined}
 */
@EventType("PaymentFailed")
public record PaymentFailed(UUID orderId, String reason) implements MarketplaceEvent {}
