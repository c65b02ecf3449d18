package io.millrace.marketplace.payment.messages;

import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.StockReserved;
import java.util.Optional;

/** Reads a reservation as a wish to be paid. */
final class Reservation {

    private Reservation() {}

    /** What is to be charged; empty where the reservation does not say what the order costs. */
    static Optional<ChargePayment> toCharge(StockReserved reserved) {
        return Optional.empty();
    }
}
