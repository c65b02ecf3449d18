package io.millrace.marketplace.notification.push;

import io.millrace.event.EventType;
import java.util.UUID;

/** Says no more than what happened and to which order; who wants to know more asks. */
@EventType("News")
public record News(Kind type, UUID orderId) {

    /** What may happen to an order. */
    public enum Kind {
        ORDER_CREATED,
        ORDER_PAID,
        ORDER_SHIPPED,
        ORDER_CANCELLED,
        PAYMENT_REFUNDED
    }
}
