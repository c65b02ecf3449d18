package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;

/**
 * Asks payment to charge an order; answered by {@link PaymentCompleted} or {@link PaymentFailed}.
 *
 * @param paymentMethod a token of the card processor, such as {@code card-ok}
 */
@EventType("ChargePayment")
public record ChargePayment(UUID orderId, String orderNumber, String customerId, Money amount, String paymentMethod)
        implements MarketplaceEvent {}
