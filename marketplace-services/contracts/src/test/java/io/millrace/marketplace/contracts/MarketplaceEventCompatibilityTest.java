package io.millrace.marketplace.contracts;

import io.millrace.event.EventTypes;
import io.millrace.testkit.evolution.EventCompatibility;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Services of different ages run side by side: each understands what the other sends. */
class MarketplaceEventCompatibilityTest extends EventCompatibility {

    private static final UUID ORDER = UUID.fromString("0199a3c4-5a00-7000-8000-000000000001");

    @Override
    protected EventTypes types() {
        return MarketplaceEvent.types();
    }

    @Override
    protected Collection<?> examples() {
        OrderItem item = new OrderItem("TEA-01", "보성 녹차", 2, Money.won(12_000));
        return List.of(
                new OrderCreated(
                        ORDER, "MR-100001", "customer-1", "kim@example.com", "ko", List.of(item), item.price()),
                new OrderPaid(ORDER, "MR-100001", "customer-1", item.price(), "PAY-1"),
                new OrderShipped(ORDER, "MR-100001", "customer-1", "TRACK-1"),
                new OrderCancelled(ORDER, "MR-100001", "customer-1", "changed my mind"),
                new EmailSent(
                        ORDER,
                        "MR-100001",
                        "kim@example.com",
                        "<1@marketplace.local>",
                        Instant.parse("2026-01-01T00:00:00Z")));
    }
}
