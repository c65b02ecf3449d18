package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order was not charged, and won't be.
 *
 * @param reason for the customer to read, in English, such as {@code card declined}
 * @param cause the same for readers of other languages; null where the sender does not say
 */
@EventType("PaymentFailed")
public record PaymentFailed(
        UUID orderId, String reason, @Nullable CancellationCause cause) implements MarketplaceEvent {

    /** A failure that is told in English only. */
    public PaymentFailed(UUID orderId, String reason) {
        this(orderId, reason, null);
    }
}
