package io.millrace.marketplace.payment.messages;

import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.StockReserved;
import java.util.Optional;

/** Reads a reservation as a wish to be paid. */
final class Reservation {

    private Reservation() {}

    /** What is to be charged; empty where the reservation does not say what the order costs, or who pays how. */
    static Optional<ChargePayment> toCharge(StockReserved reserved) {
        String number = reserved.orderNumber();
        String customer = reserved.customerId();
        Money total = reserved.totalAmount();
        String method = reserved.paymentMethod();
        if (number == null || customer == null || total == null || method == null) {
            return Optional.empty();
        }
        return Optional.of(new ChargePayment(reserved.orderId(), number, customer, total, method));
    }
}
