package io.millrace.marketplace.payment.api;

import java.util.UUID;

/** Nobody has asked for the money of the order, or to give it back. */
final class UnknownPaymentException extends RuntimeException {

    UnknownPaymentException(UUID orderId) {
        super("There is no payment for an order with the id %s, or not yet.".formatted(orderId));
    }
}
