package io.millrace.marketplace.ordering.ledger;

import io.millrace.consumer.Received;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCancelled;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCreated;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderPaid;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderShipped;
import io.millrace.marketplace.ordering.order.OrderStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A batch of events, folded to one line an order. */
final class LedgerLines {

    private final Map<UUID, LedgerLine> lines = new LinkedHashMap<>();

    void created(Received<OrderCreated> received) {
        OrderCreated created = received.event();
        change(created.orderId(), line -> line.placed(created.totalAmount(), received));
    }

    void paid(Received<OrderPaid> received) {
        change(received.event().orderId(), line -> line.paid(received));
    }

    void shipped(Received<OrderShipped> received) {
        change(received.event().orderId(), line -> line.became(OrderStatus.SHIPPED, received));
    }

    void cancelled(Received<OrderCancelled> received) {
        change(received.event().orderId(), line -> line.became(OrderStatus.CANCELLED, received));
    }

    /** Those of orders that were placed in this batch. */
    List<LedgerLine> opened() {
        return lines.values().stream().filter(line -> line.placed() != null).toList();
    }

    /** Those of orders that were placed before. */
    List<LedgerLine> continued() {
        return lines.values().stream().filter(line -> line.placed() == null).toList();
    }

    private void change(UUID orderId, UnaryOperator<LedgerLine> change) {
        lines.put(orderId, change.apply(lines.getOrDefault(orderId, LedgerLine.of(orderId))));
    }
}
