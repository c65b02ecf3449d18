package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.RefundPayment;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Takes the money for orders and gives it back, each at most once for an order. Whoever asks is answered by an event
 * under the order's id; whoever asks again is answered again. What changes joins the caller's transaction. Safe for use
 * by many threads.
 */
@Component
public class Payments {

    static final String AGGREGATE = "Payment";

    private final PaymentTable table;
    private final PaymentSagas sagas;
    private final Outbox outbox;
    private final Clock clock;

    Payments(PaymentTable table, PaymentSagas sagas, Outbox outbox, Clock clock) {
        this.table = table;
        this.sagas = sagas;
        this.outbox = outbox;
        this.clock = clock;
    }

    public Optional<Payment> find(UUID orderId) {
        return table.find(orderId);
    }

    /** Collects the payment; refused where a refund was asked for before. */
    public void charge(ChargePayment asked) {
        if (table.insert(Payment.pending(asked, now()))) {
            sagas.start(Collecting.of(asked));
            return;
        }
        Payment payment = table.lock(asked.orderId());
        switch (payment.status()) {
            case PENDING -> {} // answered once it is decided
            case CHARGED -> publish(payment, payment.isCalledOff() ? failed(payment) : completed(payment));
            case FAILED, REFUNDING, REFUNDED -> publish(payment, failed(payment));
        }
    }

    /** Gives the money back, once it is known whether any was taken; where none was, none will be. */
    public void refund(RefundPayment asked) {
        Payment tombstone = Payment.calledOff(asked.orderId(), asked.reason(), now());
        Payment payment = table.insert(tombstone) ? tombstone : table.lock(asked.orderId());
        wantRefund(payment, asked.reason());
    }

    /** As {@link #refund}, for those who ask for no answer: only money that is given back is told of. */
    public void cancelled(OrderCancelled order) {
        if (table.insert(Payment.calledOff(order.orderId(), order.reason(), now()))) {
            return;
        }
        Payment payment = table.lock(order.orderId());
        switch (payment.status()) {
            case PENDING, CHARGED -> wantRefund(payment, order.reason());
            case FAILED, REFUNDING, REFUNDED -> {}
        }
    }

    private void wantRefund(Payment payment, String reason) {
        Payment wanted = payment.refundWanted(reason, now());
        table.update(wanted);
        decideRefund(wanted);
    }

    /** What becomes of the wish for a refund is decided here only, whichever of wish and outcome came first. */
    private void decideRefund(Payment payment) {
        if (!payment.isCalledOff()) {
            return;
        }
        switch (payment.status()) {
            case PENDING, REFUNDING -> {} // decided when their sagas are through
            case CHARGED -> sagas.start(Refunding.of(payment));
            case FAILED, REFUNDED -> publish(payment, new PaymentRefunded(payment.orderId(), payment.returned()));
        }
    }

    /** The last chance to take nothing. */
    void requireWanted(Collecting collecting) throws CalledOffException {
        if (table.lock(collecting.orderId()).isCalledOff()) {
            throw new CalledOffException();
        }
    }

    void charged(Collecting collecting) {
        Payment charged = table.lock(collecting.orderId())
                .charged(collecting.requireAuthorisation(), collecting.requirePaymentId(), now());
        table.update(charged);
        decideRefund(charged);
    }

    void failed(Collecting collecting) {
        Payment failed = table.lock(collecting.orderId()).failed(collecting.whyNot(), now());
        table.update(failed);
        publish(failed, failed(failed));
        decideRefund(failed);
    }

    void refunding(Refunding refunding) {
        table.update(table.lock(refunding.orderId()).refunding(now()));
    }

    void refunded(Refunding refunding) {
        table.update(table.lock(refunding.orderId()).refunded(now()));
    }

    private static PaymentCompleted completed(Payment payment) {
        String paymentId = Objects.requireNonNull(payment.paymentId(), "it was charged");
        return new PaymentCompleted(payment.orderId(), paymentId, payment.amount());
    }

    private static PaymentFailed failed(Payment payment) {
        return payment.refusal().answer(payment.orderId());
    }

    private void publish(Payment payment, MarketplaceEvent event) {
        outbox.add(new OutgoingEvent(AGGREGATE, payment.orderId().toString(), event));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
