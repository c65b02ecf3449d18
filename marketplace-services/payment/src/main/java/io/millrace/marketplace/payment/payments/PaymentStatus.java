package io.millrace.marketplace.payment.payments;

/** How the payment of an order stands. */
public enum PaymentStatus {
    /** It is being collected. */
    PENDING,
    CHARGED,
    /** Nothing was taken, and nothing will be. */
    FAILED,
    REFUNDING,
    /** Nothing is kept, and nothing will be taken. */
    REFUNDED
}
