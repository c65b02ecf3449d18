package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/** An order was paid in full. */
@EventType("OrderPaid")
public record OrderPaid(UUID orderId, String orderNumber, String customerId, Money totalAmount, String paymentId)
        implements MarketplaceEvent {}
