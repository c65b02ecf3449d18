package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.payment.processor.CardProcessor;
import io.millrace.marketplace.payment.processor.CardProcessor.Refund;
import io.millrace.saga.Attempt;
import io.millrace.saga.Probe;
import io.millrace.saga.Probe.Finding;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import java.time.Duration;

/** The saga that gives an order's money back. Who asked for it can't take that back, so it begins with its pivot. */
record RefundMoney(CardProcessor processor, Payments payments) {

    static final String NAME = "refund-payment";

    private static final Retry VERY_PATIENT =
            Retry.exponential(Duration.ofMillis(500), Duration.ofMinutes(5)).forAtMost(Duration.ofDays(7));

    Saga<Refunding> saga() {
        return Saga.named(NAME, Refunding.class)
                .pivot("begin", payments::refunding)
                .call("refund", this::refund)
                .probe(this::findRefund)
                .retry(VERY_PATIENT)
                .local("record", payments::refunded)
                .publish("refunded", Payments.AGGREGATE, Refunding::refunded)
                .build();
    }

    private Refund refund(Refunding refunding, Attempt attempt) {
        return processor.refund(attempt.key(), refunding.paymentId());
    }

    private Finding<Refund> findRefund(Refunding refunding, Attempt attempt) {
        return processor.find(attempt.key()).orElse(null) instanceof Refund given ? Probe.found(given) : Probe.absent();
    }
}
