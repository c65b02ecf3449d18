package io.millrace.marketplace.payment.payments;

import static io.millrace.marketplace.payment.payments.Asked.PRICE;
import static io.millrace.marketplace.payment.payments.Asked.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.payment.simulator.Totals;
import io.millrace.saga.SagaStatus;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectPaymentTest {

    private final PaymentService service = new PaymentService();
    private final Asked order = anOrder();

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void a_payment_is_charged_recorded_and_told() {
        service.deliver(order.charge("card-ok"));
        service.sagas.run();

        Payment payment = service.payment(order.orderId());
        assertThat(payment.status()).isEqualTo(PaymentStatus.CHARGED);
        assertThat(payment.authorisation()).startsWith("auth_");
        assertThat(service.published(order.orderId())).containsExactly(completed(payment));
        assertProcessorHas("28000", "0", "28000", "0");
    }

    @Test
    void a_payment_that_is_asked_for_twice_is_charged_once_and_answered_twice() {
        service.deliver(order.charge("card-ok"), order.charge("card-ok"));
        service.sagas.run();
        service.deliver(order.charge("card-ok"));
        service.sagas.run();

        PaymentCompleted completed = completed(service.payment(order.orderId()));
        assertThat(service.published(order.orderId())).containsExactly(completed, completed);
        assertProcessorHas("28000", "0", "28000", "0");
    }

    @Test
    void who_asks_again_for_a_payment_that_failed_is_told_the_same() {
        service.deliver(order.charge("card-unheard-of"));
        service.sagas.run();
        service.deliver(order.charge("card-unheard-of"));

        PaymentFailed failed = order.failed("unknown card", "UNKNOWN_CARD");
        assertThat(service.published(order.orderId())).containsExactly(failed, failed);
    }

    @Test
    void a_declined_card_fails_the_payment_with_a_reason_for_the_customer() {
        service.deliver(order.charge("card-declined"));
        service.sagas.run();

        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(service.published(order.orderId())).containsExactly(order.failed("card declined", "CARD_DECLINED"));
        assertThat(service.sagas.collecting(order.orderId()).status()).isEqualTo(SagaStatus.COMPENSATED);
        assertProcessorHas("0", "0", "0", "0");
    }

    @Test
    void a_charge_whose_answer_is_lost_is_found_again_and_not_repeated() {
        service.deliver(order.charge("card-timeout"));
        service.sagas.run();

        assertThat(service.published(order.orderId())).containsExactly(completed(service.payment(order.orderId())));
        assertProcessorHas("28000", "0", "28000", "0");
    }

    @Test
    void requests_that_arrive_twice_charge_once() {
        service.deliver(order.charge("card-twice"));
        service.sagas.run();

        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.CHARGED);
        assertProcessorHas("28000", "0", "28000", "0");
    }

    @Test
    void a_process_that_dies_after_the_charge_charges_once() {
        service.deliver(order.charge("card-ok"));
        service.sagas.collecting(order.orderId()).dieAfterCall("charge");
        service.sagas.run();

        assertThat(service.published(order.orderId())).containsExactly(completed(service.payment(order.orderId())));
        assertProcessorHas("28000", "0", "28000", "0");
    }

    @Test
    void while_the_processor_is_away_payments_wait_for_it() {
        service.stopProcessor();
        service.deliver(order.charge("card-ok"));
        service.sagas.collecting(order.orderId()).run(6);
        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.PENDING);

        service.startProcessor();
        service.sagas.run();

        assertThat(service.published(order.orderId())).containsExactly(completed(service.payment(order.orderId())));
        assertProcessorHas("28000", "0", "28000", "0");
    }

    @Test
    void a_payment_that_takes_too_long_is_undone_though_its_charge_went_through() {
        service.deliver(order.charge("card-ok"));
        service.sagas.collecting(order.orderId()).runPast("still-wanted");
        service.sagas.collecting(order.orderId()).dieAfterCall("charge");
        service.stopProcessor();
        service.sagas.collecting(order.orderId()).advance(Duration.ofMinutes(11));
        service.sagas.collecting(order.orderId()).run(10);
        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.PENDING);

        service.startProcessor();
        service.sagas.run();

        assertThat(service.published(order.orderId()))
                .containsExactly(order.failed("the payment could not be completed in time", "PAYMENT_NOT_IN_TIME"));
        assertProcessorHas("28000", "0", "28000", "28000");
    }

    @Test
    void a_payment_that_is_called_off_before_the_charge_takes_nothing() {
        service.deliver(order.charge("card-ok"));
        service.sagas.collecting(order.orderId()).runPast("authorise");
        service.deliver(order.refund());
        service.sagas.run();

        assertThat(service.published(order.orderId()))
                .containsExactly(order.failed("the order was called off", "CALLED_OFF"), order.refunded(0));
        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.FAILED);
        assertProcessorHas("28000", "0", "0", "0");
    }

    @Test
    void a_payment_that_is_called_off_while_it_is_charged_is_given_back() {
        service.deliver(order.charge("card-ok"));
        service.sagas.collecting(order.orderId()).runPast("charge");
        service.deliver(order.refund(), order.cancelled());
        assertThat(service.sagas.isRefunding(order.orderId())).isFalse();
        service.sagas.run();

        assertThat(service.published(order.orderId()))
                .containsExactly(completed(service.payment(order.orderId())), order.refunded(28_000));
        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertProcessorHas("28000", "0", "28000", "28000");
    }

    @Test
    void a_wish_for_a_refund_is_answered_when_the_card_is_declined() {
        service.deliver(order.charge("card-declined"), order.refund());
        service.sagas.run();

        assertThat(service.published(order.orderId()))
                .containsExactly(order.failed("card declined", "CARD_DECLINED"), order.refunded(0));
    }

    private static PaymentCompleted completed(Payment payment) {
        return new PaymentCompleted(payment.orderId(), Objects.requireNonNull(payment.paymentId()), PRICE);
    }

    private void assertProcessorHas(String authorised, String held, String charged, String refunded) {
        assertThat(service.processorTotals()).containsExactly(new Totals("KRW", authorised, held, charged, refunded));
    }
}
