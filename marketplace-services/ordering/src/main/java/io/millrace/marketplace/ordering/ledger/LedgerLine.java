package io.millrace.marketplace.ordering.ledger;

import io.millrace.consumer.Received;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.ordering.order.OrderStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order after a batch of events.
 *
 * @param placed null where the order stood in the ledger before
 * @param paidAt null where the batch does not say so
 */
record LedgerLine(
        UUID orderId,
        long version,
        OrderStatus status,
        @Nullable Placed placed,
        @Nullable Instant paidAt,
        Instant changedAt) {

    record Placed(Money total, Instant at) {}

    static LedgerLine of(UUID orderId) {
        return new LedgerLine(orderId, 0, OrderStatus.CREATED, null, null, Instant.EPOCH);
    }

    LedgerLine placed(Money total, Received<?> received) {
        return new LedgerLine(orderId, version, status, new Placed(total, time(received)), paidAt, changedAt)
                .became(OrderStatus.CREATED, received);
    }

    LedgerLine paid(Received<?> received) {
        return new LedgerLine(orderId, version, status, placed, time(received), changedAt)
                .became(OrderStatus.PAID, received);
    }

    LedgerLine became(OrderStatus next, Received<?> received) {
        return new LedgerLine(orderId, received.sequence(), next, placed, paidAt, time(received));
    }

    private static Instant time(Received<?> received) {
        return received.metadata().occurredAt();
    }
}
