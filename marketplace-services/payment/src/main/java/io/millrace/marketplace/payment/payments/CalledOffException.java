package io.millrace.marketplace.payment.payments;

/** Somebody asked for the money back before it was taken. */
final class CalledOffException extends Exception {

    CalledOffException() {
        super("the order was called off before it was charged");
    }
}
