package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as the read model has it.
 *
 * @param version of the newest event that it shows
 * @param cancelReason in English, or as the customer wrote it
 * @param cancelCause null where a customer wrote the reason
 * @param confirmationSentAt when the mail server took the confirmation
 */
public record OrderDetail(
        UUID orderId,
        String orderNumber,
        String customerId,
        String email,
        List<OrderItem> items,
        Money totalAmount,
        String status,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Payment payment,
        @Nullable String paymentId,
        @Nullable String trackingNumber,
        @Nullable String cancelReason,
        @Nullable CancellationCause cancelCause,
        @Nullable Instant confirmationSentAt) {

    /**
     * How it is paid.
     *
     * @param method a token of the card processor
     * @param paymentId the processor's id of the charge, once there is one
     */
    public record Payment(String method, @Nullable String paymentId) {}
}
