package io.millrace.marketplace.orderquery.api;

import java.util.UUID;

/** The read model has no such order. */
final class UnknownOrderException extends RuntimeException {

    UnknownOrderException(UUID orderId) {
        super("There is no order with the id %s, or the read model has not heard of it yet.".formatted(orderId));
    }
}
