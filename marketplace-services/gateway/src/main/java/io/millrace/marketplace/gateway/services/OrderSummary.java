package io.millrace.marketplace.gateway.services;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order in a list.
 *
 * @param orderId null where the order is somebody else's
 */
public record OrderSummary(
        @Nullable UUID orderId,
        String orderNumber,
        String status,
        @Nullable Money totalAmount,
        @Nullable Instant createdAt) {}
