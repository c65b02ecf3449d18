package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** Asks payment to give an order's money back, charged or not; answered by {@link PaymentRefunded}. */
@EventType("RefundPayment")
public record RefundPayment(UUID orderId, String reason) implements MarketplaceEvent {}
