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
 * @param refusalCode the same for those who say it in a language of their own
 */
record Collecting(
        UUID orderId,
        String cardToken,
        Money amount,
        @Nullable String authorisation,
        @Nullable String paymentId,
        @Nullable String refusal,
        @Nullable String refusalCode) {

    static Collecting of(ChargePayment asked) {
        return new Collecting(asked.orderId(), asked.paymentMethod(), asked.amount(), null, null, null, null);
    }

    Collecting authorised(Authorisation by) {
        return new Collecting(orderId, cardToken, amount, by.id(), paymentId, refusal, refusalCode);
    }

    Collecting charged(Charge as) {
        return new Collecting(orderId, cardToken, amount, authorisation, as.id(), refusal, refusalCode);
    }

    Collecting declined(CardDeclinedException e) {
        return refused(Refusal.of(e));
    }

    Collecting refused(Refusal why) {
        return new Collecting(orderId, cardToken, amount, authorisation, paymentId, why.reason(), why.code());
    }

    /** Why nothing was taken; nobody refuses what is not through in time. */
    Refusal whyNot() {
        return refusal == null ? Refusal.NOT_IN_TIME : new Refusal(refusal, refusalCode);
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
