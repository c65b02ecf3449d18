package io.millrace.marketplace.ordering.order;

import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCancelled;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCreated;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderPaid;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderShipped;
import io.millrace.testkit.evolution.EventCompatibility;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Orders are stored for ever: what was ever written is still read. */
class OrderEventCompatibilityTest extends EventCompatibility {

    private static final UUID ORDER = UUID.fromString("0199a3c4-5a00-7000-8000-000000000001");

    @Override
    protected EventTypes types() {
        return EventTypes.of(OrderEvent.class);
    }

    @Override
    protected Collection<?> examples() {
        OrderItem item = new OrderItem("TEA-01", "보성 녹차", 2, Money.won(12_000));
        return List.of(
                new OrderCreated(
                        ORDER,
                        "MR-100001",
                        "customer-1",
                        "kim@example.com",
                        "ko",
                        List.of(item),
                        item.price(),
                        "card-ok"),
                new OrderPaid(ORDER, "MR-100001", "customer-1", item.price(), "PAY-1"),
                new OrderShipped(ORDER, "MR-100001", "customer-1", "TRACK-1"),
                new OrderCancelled(
                        ORDER,
                        "MR-100001",
                        "customer-1",
                        "card declined",
                        new CancellationCause(CancellationCause.CARD_DECLINED)));
    }
}
