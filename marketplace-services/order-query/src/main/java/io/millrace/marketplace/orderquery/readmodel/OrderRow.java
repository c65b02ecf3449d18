package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.consumer.Received;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch knows of one order. Each event sets fields of its own, and the newest one the status: so the order
 * in which events are folded does not matter, nor does folding one twice.
 */
final class OrderRow {

    final UUID orderId;
    long version;
    String status = "";
    Instant updatedAt = Instant.EPOCH;

    @Nullable
    OrderCreated created;

    @Nullable
    Instant createdAt;

    @Nullable
    String paymentId;

    @Nullable
    String trackingNumber;

    @Nullable
    OrderCancelled cancelled;

    OrderRow(UUID orderId) {
        this.orderId = orderId;
    }

    @Nullable
    String paymentMethod() {
        return created == null ? null : created.paymentMethod();
    }

    @Nullable
    String cancelReason() {
        return cancelled == null ? null : cancelled.reason();
    }

    @Nullable
    String cancelCode() {
        return cancelled == null || cancelled.cause() == null
                ? null
                : cancelled.cause().code();
    }

    @Nullable
    String cancelSku() {
        return cancelled == null || cancelled.cause() == null
                ? null
                : cancelled.cause().sku();
    }

    @Nullable
    Long cancelLeft() {
        return cancelled == null || cancelled.cause() == null
                ? null
                : cancelled.cause().left();
    }

    OrderRow reached(String status, Received<?> received) {
        if (received.sequence() < 1) {
            throw new IllegalArgumentException("an order's event came without the version of its stream");
        }
        if (received.sequence() > version) {
            version = received.sequence();
            this.status = status;
            updatedAt = received.metadata().occurredAt();
        }
        return this;
    }
}
