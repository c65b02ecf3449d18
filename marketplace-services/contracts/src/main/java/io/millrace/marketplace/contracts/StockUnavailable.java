package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order's goods could not be set aside, and nothing was.
 *
 * @param sku the product that there is too little of; the order's first one, if it was called off before
 * @param reason for the customer to read, in English
 * @param cause the same for readers of other languages; null where the sender does not say
 */
@EventType("StockUnavailable")
public record StockUnavailable(
        UUID orderId, String sku, String reason, @Nullable CancellationCause cause) implements MarketplaceEvent {

    /** A refusal that is told in English only. */
    public StockUnavailable(UUID orderId, String sku, String reason) {
        this(orderId, sku, reason, null);
    }
}
