package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.consumer.Received;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.OrderShipped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A batch of events, folded to one row an order. */
final class OrderRows {

    private final Map<UUID, OrderRow> rows = new LinkedHashMap<>();

    void created(Received<OrderCreated> received) {
        OrderRow row = row(received.event().orderId()).reached("CREATED", received);
        row.created = received.event();
        row.createdAt = received.metadata().occurredAt();
    }

    void paid(Received<OrderPaid> received) {
        row(received.event().orderId()).reached("PAID", received).paymentId =
                received.event().paymentId();
    }

    void shipped(Received<OrderShipped> received) {
        row(received.event().orderId()).reached("SHIPPED", received).trackingNumber =
                received.event().trackingNumber();
    }

    void cancelled(Received<OrderCancelled> received) {
        row(received.event().orderId()).reached("CANCELLED", received).cancelled = received.event();
    }

    List<UUID> orderIds() {
        return List.copyOf(rows.keySet());
    }

    Collection<OrderRow> all() {
        return rows.values();
    }

    private OrderRow row(UUID orderId) {
        return rows.computeIfAbsent(orderId, OrderRow::new);
    }
}
