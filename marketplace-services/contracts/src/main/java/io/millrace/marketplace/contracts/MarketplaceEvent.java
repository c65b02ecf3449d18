package io.millrace.marketplace.contracts;

import io.millrace.event.EventTypes;

/** An event that leaves its service. It says all that a reader needs, so nobody has to ask back. */
public sealed interface MarketplaceEvent
        permits OrderCreated,
                OrderPaid,
                OrderShipped,
                OrderCancelled,
                EmailSent,
                ProductPriced,
                ReserveStock,
                StockReserved,
                StockUnavailable,
                ReleaseStock,
                StockReleased,
                StockReturned,
                ChargePayment,
                PaymentCompleted,
                PaymentFailed,
                RefundPayment,
                PaymentRefunded {

    /** The registry of all of them. */
    static EventTypes types() {
        return EventTypes.of(MarketplaceEvent.class);
    }
}
