package io.millrace.marketplace.gateway.services;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One order as the read model has it, as of its version.
 *
 * @param cancelReason in English, or as the customer wrote it
 * @param cancelCause null where a customer wrote the reason
 */
public record OrderDetail(
        UUID orderId,
        String orderNumber,
        long version,
        String status,
        @Nullable String email,
        @Nullable List<Item> items,
        @Nullable Money totalAmount,
        @Nullable Instant createdAt,
        @Nullable Payment payment,
        @Nullable String cancelReason,
        @Nullable CancelCause cancelCause,
        @Nullable Instant confirmationSentAt) {

    /**
     * How it is paid.
     *
     * @param method a token of the card processor
     * @param paymentId the processor's id of the charge, once there is one
     */
    public record Payment(String method, @Nullable String paymentId) {}

    /** A line of the order. */
    public record Item(
            String sku,
            @Nullable String name,
            int quantity,
            @Nullable Money unitPrice) {

        /** What the line costs, where the unit's price is known. */
        public @Nullable Money price() {
            return unitPrice == null ? null : unitPrice.times(quantity);
        }
    }
}
