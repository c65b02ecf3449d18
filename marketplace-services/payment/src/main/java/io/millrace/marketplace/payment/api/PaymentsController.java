package io.millrace.marketplace.payment.api;

import io.millrace.marketplace.payment.payments.Payment;
import io.millrace.marketplace.payment.payments.PaymentTotals;
import io.millrace.marketplace.payment.payments.Payments;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Payments to look at. */
@RestController
final class PaymentsController {

    private final Payments payments;
    private final PaymentTotals totals;

    PaymentsController(Payments payments, PaymentTotals totals) {
        this.payments = payments;
        this.totals = totals;
    }

    @GetMapping("/payments/{orderId}")
    Payment payment(@PathVariable UUID orderId) {
        return payments.find(orderId).orElseThrow(() -> new UnknownPaymentException(orderId));
    }

    @GetMapping("/totals")
    List<PaymentTotals.OfCurrency> totals() {
        return totals.all();
    }
}
