package io.millrace.marketplace.notification.email;

import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.PaymentRefunded;
import java.util.UUID;

/** What happened to an order that its customer is written to about. */
sealed interface Occasion {

    /** The order was paid. */
    record Paid(OrderPaid event) implements Occasion {}

    /** The order was called off. */
    record Cancelled(OrderCancelled event) implements Occasion {}

    /** Money of the order went back. */
    record Refunded(PaymentRefunded event) implements Occasion {}

    /** The occasion that an event is. */
    static Occasion of(MarketplaceEvent event) {
        return switch (event) {
            case OrderPaid paid -> new Paid(paid);
            case OrderCancelled cancelled -> new Cancelled(cancelled);
            case PaymentRefunded refunded -> new Refunded(refunded);
            default -> throw new IllegalArgumentException("no e-mail is sent for " + event);
        };
    }

    MarketplaceEvent event();

    default UUID orderId() {
        return switch (this) {
            case Paid(OrderPaid paid) -> paid.orderId();
            case Cancelled(OrderCancelled cancelled) -> cancelled.orderId();
            case Refunded(PaymentRefunded refunded) -> refunded.orderId();
        };
    }

    default EmailType emailType() {
        return switch (this) {
            case Paid paid -> EmailType.CONFIRMATION;
            case Cancelled cancelled -> EmailType.CANCELLATION;
            case Refunded refunded -> EmailType.REFUND;
        };
    }

    /** The guide's business key: {@code orderId + ":" + emailType}. */
    default String key() {
        return orderId() + ":" + emailType().durableName();
    }
}
