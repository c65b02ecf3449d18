package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** An order was charged in full. */
@EventType("PaymentCompleted")
public record PaymentCompleted(UUID orderId, String paymentId, Money amount) implements MarketplaceEvent {}
