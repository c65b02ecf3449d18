package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order was called off before it was shipped.
 *
 * @param reason in English, or as the customer wrote it
 * @param cause null where a customer wrote the reason
 */
@EventType("OrderCancelled")
public record OrderCancelled(
        UUID orderId,
        String orderNumber,
        String customerId,
        String reason,
        @Nullable CancellationCause cause) implements MarketplaceEvent {

    /** An order that was called off for what somebody wrote. */
    public OrderCancelled(UUID orderId, String orderNumber, String customerId, String reason) {
        this(orderId, orderNumber, customerId, reason, null);
    }
}
