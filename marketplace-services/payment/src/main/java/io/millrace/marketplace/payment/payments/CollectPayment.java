package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.payment.processor.CardDeclinedException;
import io.millrace.marketplace.payment.processor.CardProcessor;
import io.millrace.marketplace.payment.processor.CardProcessor.Authorisation;
import io.millrace.marketplace.payment.processor.CardProcessor.Charge;
import io.millrace.saga.Attempt;
import io.millrace.saga.Probe;
import io.millrace.saga.Probe.Finding;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import java.time.Duration;

/** The saga that takes an order's money: held first, then taken, then recorded; or nothing of it. */
record CollectPayment(CardProcessor processor, Payments payments) {

    static final String NAME = "collect-payment";

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /** Longer than the deadline: it also bounds how long the undo is repeated while the processor is away. */
    private static final Retry PATIENT =
            Retry.exponential(Duration.ofMillis(200), Duration.ofSeconds(30)).forAtMost(Duration.ofDays(1));

    Saga<Collecting> saga() {
        return Saga.named(NAME, Collecting.class)
                .deadline(DEADLINE)
                .call("authorise", this::authorise, Collecting::authorised)
                .probe(this::findAuthorisation)
                .rejectedBy(CardDeclinedException.class, Collecting::declined)
                .retry(PATIENT)
                .undo(this::makeVoid)
                .local("still-wanted", payments::requireWanted)
                .rejectedBy(CalledOffException.class, (collecting, e) -> collecting.refused(Refusal.CALLED_OFF))
                .noUndoNeeded("it only looks")
                .call("charge", this::charge, Collecting::charged)
                .probe(this::findCharge)
                .rejectedBy(CardDeclinedException.class, Collecting::declined)
                .retry(PATIENT)
                .undo(this::makeVoid)
                .pivot("record", payments::charged)
                .publish("completed", Payments.AGGREGATE, Collecting::completed)
                .whenUndone(payments::failed)
                .build();
    }

    private Authorisation authorise(Collecting collecting, Attempt attempt) throws CardDeclinedException {
        return processor.authorise(attempt.key(), collecting.cardToken(), collecting.amount());
    }

    private Finding<Authorisation> findAuthorisation(Collecting collecting, Attempt attempt) {
        return processor.find(attempt.key()).orElse(null) instanceof Authorisation held
                ? Probe.found(held)
                : Probe.absent();
    }

    private Charge charge(Collecting collecting, Attempt attempt) throws CardDeclinedException {
        return processor.charge(attempt.key(), collecting.requireAuthorisation());
    }

    private Finding<Charge> findCharge(Collecting collecting, Attempt attempt) {
        return processor.find(attempt.key()).orElse(null) instanceof Charge taken ? Probe.found(taken) : Probe.absent();
    }

    private void makeVoid(Collecting collecting, Attempt attempt) {
        processor.makeVoid(attempt.key());
    }
}
