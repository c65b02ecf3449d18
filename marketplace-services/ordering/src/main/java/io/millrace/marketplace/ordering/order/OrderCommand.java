package io.millrace.marketplace.ordering.order;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.OrderItem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people may ask of an order. */
public sealed interface OrderCommand {

    /** Repeating it on the order that it placed changes nothing. */
    record PlaceOrder(
            UUID orderId,
            String orderNumber,
            String customerId,
            String email,
            String language,
            List<OrderItem> items,
            String paymentMethod)
            implements OrderCommand {

        public PlaceOrder {
            items = List.copyOf(items);
        }
    }

    /** Repeating it with the same payment changes nothing. */
    record PayOrder(String paymentId) implements OrderCommand {}

    record ShipOrder(String trackingNumber) implements OrderCommand {}

    /** @param cause null where somebody wrote the reason */
    record CancelOrder(String reason, @Nullable CancellationCause cause) implements OrderCommand {

        public CancelOrder(String reason) {
            this(reason, null);
        }
    }
}
