package io.millrace.marketplace.ordering.order;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.ordering.order.OrderCommand.PayOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCancelled;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCreated;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderPaid;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderShipped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as its events left it. */
public record Order(
        OrderCreated placed,
        OrderStatus status,
        @Nullable String paymentId,
        @Nullable String trackingNumber,
        @Nullable String cancelReason,
        @Nullable CancellationCause cancelCause) {

    static Order placed(OrderCreated event) {
        return new Order(event, OrderStatus.CREATED, null, null, null, null);
    }

    public UUID id() {
        return placed.orderId();
    }

    public String number() {
        return placed.orderNumber();
    }

    Order after(OrderPaid event) {
        return new Order(placed, OrderStatus.PAID, event.paymentId(), trackingNumber, cancelReason, cancelCause);
    }

    Order after(OrderShipped event) {
        return new Order(placed, OrderStatus.SHIPPED, paymentId, event.trackingNumber(), cancelReason, cancelCause);
    }

    Order after(OrderCancelled event) {
        return new Order(placed, OrderStatus.CANCELLED, paymentId, trackingNumber, event.reason(), event.cause());
    }

    /** Whether the command asks for just what this order is; prices and number are not the customer's to say. */
    boolean wasPlacedBy(PlaceOrder command) {
        return placed.customerId().equals(command.customerId())
                && placed.email().equals(command.email())
                && (placed.paymentMethod() == null || placed.paymentMethod().equals(command.paymentMethod()))
                && wanted(placed.items()).equals(wanted(command.items()));
    }

    boolean wasPaidBy(PayOrder command) {
        return status == OrderStatus.PAID && command.paymentId().equals(paymentId);
    }

    private record Wanted(String sku, int quantity) {}

    private static List<Wanted> wanted(List<OrderItem> items) {
        return items.stream()
                .map(item -> new Wanted(item.sku(), item.quantity()))
                .toList();
    }
}
