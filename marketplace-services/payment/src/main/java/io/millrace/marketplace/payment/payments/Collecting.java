package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.payment.processor.CardDeclinedException;
import io.millrace.marketplace.payment.processor.CardProcessor.Authorisation;
import io.millrace.marketplace.payment.processor.CardProcessor.Charge;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the collection of a payment is.
 *
 * @param refusal why it was refused, for the customer to read
 */
record Collecting(
        UUID orderId,
        String cardToken,
        Money amount,
        @Nullable String authorisation,
        @Nullable String paymentId,
        @Nullable String refusal) {

    static Collecting of(ChargePayment asked) {
        return new Collecting(asked.orderId(), asked.paymentMethod(), asked.amount(), null, null, null);
    }

    Collecting authorised(Authorisation by) {
        return new Collecting(orderId, cardToken, amount, by.id(), paymentId, refusal);
    }

    Collecting charged(Charge as) {
        return new Collecting(orderId, cardToken, amount, authorisation, as.id(), refusal);
    }

    Collecting declined(CardDeclinedException e) {
        return refused(e.reason());
    }

    Collecting refused(String why) {
        return new Collecting(orderId, cardToken, amount, authorisation, paymentId, why);
    }

    PaymentCompleted completed() {
        return new PaymentCompleted(orderId, requirePaymentId(), amount);
    }

    String requireAuthorisation() {
        return Objects.requireNonNull(authorisation, "authorised before");
    }

    String requirePaymentId() {
        return Objects.requireNonNull(paymentId, "charged before");
    }
}
