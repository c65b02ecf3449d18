package io.millrace.marketplace.payment.payments;

import static io.millrace.marketplace.payment.payments.Asked.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.payment.simulator.Totals;
import io.millrace.saga.SagaStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefundMoneyTest {

    private final PaymentService service = new PaymentService();
    private final Asked order = anOrder();

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void what_was_charged_is_given_back_in_full() {
        charged();

        service.deliver(order.refund());
        service.sagas.run();

        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertThat(service.published(order.orderId())).last().isEqualTo(order.refunded(28_000));
        assertProcessorHas("28000", "28000");
    }

    @Test
    void a_refund_that_is_asked_for_again_is_made_once_and_answered_again() {
        charged();

        service.deliver(order.refund(), order.refund(), order.cancelled());
        service.sagas.run();
        service.deliver(order.refund());

        assertThat(service.published(order.orderId()))
                .hasSize(3)
                .endsWith(order.refunded(28_000), order.refunded(28_000));
        assertProcessorHas("28000", "28000");
    }

    @Test
    void a_process_that_dies_after_the_refund_gives_back_once() {
        charged();
        service.deliver(order.refund());

        service.sagas.refunding(order.orderId()).dieAfterCall("refund");
        service.sagas.run();

        assertThat(service.published(order.orderId())).endsWith(order.refunded(28_000));
        assertProcessorHas("28000", "28000");
    }

    @Test
    void a_refund_waits_for_a_processor_that_is_away() {
        charged();
        service.stopProcessor();
        service.deliver(order.refund());
        service.sagas.refunding(order.orderId()).run(40);
        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.REFUNDING);
        assertThat(service.sagas.refunding(order.orderId()).status()).isEqualTo(SagaStatus.RUNNING);

        service.startProcessor();
        service.sagas.run();

        assertThat(service.payment(order.orderId()).status()).isEqualTo(PaymentStatus.REFUNDED);
        assertProcessorHas("28000", "28000");
    }

    @Test
    void a_charge_that_comes_after_the_refund_is_refused() {
        service.deliver(order.refund(), order.charge("card-ok"));
        service.sagas.run();

        assertThat(service.published(order.orderId()))
                .containsExactly(order.refunded(0), order.failed("the order was called off", "CALLED_OFF"));
        assertThat(service.processorTotals()).isEmpty();
    }

    @Test
    void a_charge_that_is_repeated_after_the_refund_is_refused() {
        charged();
        service.deliver(order.refund(), order.charge("card-ok"));
        service.sagas.run();
        service.deliver(order.charge("card-ok"));
        service.sagas.run();

        assertThat(service.published(order.orderId()))
                .hasSize(4)
                .contains(order.refunded(28_000))
                .last()
                .isEqualTo(order.failed("the order was called off", "CALLED_OFF"));
        assertProcessorHas("28000", "28000");
    }

    @Test
    void a_cancelled_order_gets_its_money_back_without_being_asked_for() {
        charged();

        service.deliver(order.cancelled());
        service.sagas.run();

        assertThat(service.payment(order.orderId()).refundReason()).isEqualTo("changed my mind");
        assertThat(service.published(order.orderId())).endsWith(order.refunded(28_000));
        assertProcessorHas("28000", "28000");
    }

    @Test
    void of_a_cancelled_order_without_a_payment_nothing_is_told_and_nothing_taken_later() {
        service.deliver(order.cancelled());
        assertThat(service.published(order.orderId())).isEmpty();

        service.deliver(order.charge("card-ok"));
        service.sagas.run();

        assertThat(service.published(order.orderId()))
                .containsExactly(order.failed("the order was called off", "CALLED_OFF"));
        assertThat(service.processorTotals()).isEmpty();
    }

    private void charged() {
        service.deliver(order.charge("card-ok"));
        service.sagas.run();
    }

    private void assertProcessorHas(String charged, String refunded) {
        assertThat(service.processorTotals()).containsExactly(new Totals("KRW", "28000", "0", charged, refunded));
    }
}
