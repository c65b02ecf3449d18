package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The money of an order.
 *
 * @param orderNumber null, as the customer, for an order that was called off before it was to be charged
 * @param paymentId the processor's id of the charge, if there was one
 * @param reason why it failed, for the customer to read
 * @param reasonCode the same for those who say it in a language of their own
 * @param refundReason why the money is to be given back, once somebody asked for that
 */
public record Payment(
        UUID orderId,
        @Nullable String orderNumber,
        @Nullable String customerId,
        Money amount,
        PaymentStatus status,
        @Nullable String authorisation,
        @Nullable String paymentId,
        @Nullable String reason,
        @Nullable String reasonCode,
        @Nullable String refundReason,
        Instant createdAt,
        Instant updatedAt) {

    static Payment pending(ChargePayment asked, Instant now) {
        return new Payment(
                asked.orderId(),
                asked.orderNumber(),
                asked.customerId(),
                asked.amount(),
                PaymentStatus.PENDING,
                null,
                null,
                null,
                null,
                null,
                now,
                now);
    }

    /** Stands in the way of a charge that comes later. */
    static Payment calledOff(UUID orderId, String refundReason, Instant now) {
        return new Payment(
                orderId,
                null,
                null,
                Money.won(0),
                PaymentStatus.REFUNDED,
                null,
                null,
                null,
                null,
                refundReason,
                now,
                now);
    }

    Payment charged(String by, String as, Instant now) {
        return new Payment(
                orderId,
                orderNumber,
                customerId,
                amount,
                PaymentStatus.CHARGED,
                by,
                as,
                null,
                null,
                refundReason,
                createdAt,
                now);
    }

    Payment failed(Refusal why, Instant now) {
        return new Payment(
                orderId,
                orderNumber,
                customerId,
                amount,
                PaymentStatus.FAILED,
                authorisation,
                paymentId,
                why.reason(),
                why.code(),
                refundReason,
                createdAt,
                now);
    }

    Payment refunding(Instant now) {
        return changed(PaymentStatus.REFUNDING, refundReason, now);
    }

    Payment refunded(Instant now) {
        return changed(PaymentStatus.REFUNDED, refundReason, now);
    }

    /** The first who asks gives the reason. */
    Payment refundWanted(String why, Instant now) {
        return refundReason != null ? this : changed(status, why, now);
    }

    boolean isCalledOff() {
        return refundReason != null;
    }

    /** What was given back, or will have been. */
    Money returned() {
        return paymentId == null ? amount.times(0) : amount;
    }

    /** Why there is no charge; what did not fail was called off before. */
    Refusal refusal() {
        return reason == null ? Refusal.CALLED_OFF : new Refusal(reason, reasonCode);
    }

    private Payment changed(PaymentStatus to, @Nullable String refundWhy, Instant now) {
        return new Payment(
                orderId,
                orderNumber,
                customerId,
                amount,
                to,
                authorisation,
                paymentId,
                reason,
                reasonCode,
                refundWhy,
                createdAt,
                now);
    }
}
