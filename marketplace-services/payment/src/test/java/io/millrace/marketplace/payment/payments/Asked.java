package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.RefundPayment;
import java.util.UUID;

/** What is asked about one order. */
record Asked(UUID orderId) {

    static final Money PRICE = Money.won(28_000);

    static Asked anOrder() {
        return new Asked(UUID.randomUUID());
    }

    ChargePayment charge(String card) {
        return new ChargePayment(orderId, "MR-100001", "customer-1", PRICE, card);
    }

    RefundPayment refund() {
        return new RefundPayment(orderId, "out of stock");
    }

    OrderCancelled cancelled() {
        return new OrderCancelled(orderId, "MR-100001", "customer-1", "changed my mind");
    }

    PaymentFailed failed(String reason, String code) {
        return new PaymentFailed(orderId, reason, new CancellationCause(code));
    }

    PaymentRefunded refunded(long won) {
        return new PaymentRefunded(orderId, Money.won(won));
    }
}
