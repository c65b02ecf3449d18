package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The goods of an order are set aside for it. All but the id is for those who charge the order because of this event;
 * where they are asked to by a command, it is null as far as inventory was not told.
 *
 * @param totalAmount what the order costs
 * @param paymentMethod a token of the card processor, such as {@code card-ok}
 */
@EventType("StockReserved")
public record StockReserved(
        UUID orderId,
        @Nullable String orderNumber,
        @Nullable String customerId,
        @Nullable Money totalAmount,
        @Nullable String paymentMethod)
        implements MarketplaceEvent {

    /** Says no more than which order's. */
    public StockReserved(UUID orderId) {
        this(orderId, null, null, null, null);
    }
}
