package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.payment.processor.CardDeclinedException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing was taken.
 *
 * @param reason for the customer to read, in English
 * @param code of a {@link CancellationCause}; null for a payment that failed when there were no codes
 */
record Refusal(String reason, @Nullable String code) {

    static final Refusal CALLED_OFF = new Refusal("the order was called off", CancellationCause.CALLED_OFF);
    static final Refusal NOT_IN_TIME =
            new Refusal("the payment could not be completed in time", CancellationCause.PAYMENT_NOT_IN_TIME);

    static Refusal of(CardDeclinedException e) {
        return new Refusal(
                e.reason(), e.isOfUnknownCard() ? CancellationCause.UNKNOWN_CARD : CancellationCause.CARD_DECLINED);
    }

    PaymentFailed answer(UUID orderId) {
        return new PaymentFailed(orderId, reason, code == null ? null : new CancellationCause(code));
    }
}
