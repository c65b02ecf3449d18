package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.PaymentRefunded;
import java.util.Objects;
import java.util.UUID;

/** What is given back. */
record Refunding(UUID orderId, String paymentId, Money amount) {

    static Refunding of(Payment charged) {
        return new Refunding(
                charged.orderId(), Objects.requireNonNull(charged.paymentId(), "it was charged"), charged.amount());
    }

    PaymentRefunded refunded() {
        return new PaymentRefunded(orderId, amount);
    }
}
