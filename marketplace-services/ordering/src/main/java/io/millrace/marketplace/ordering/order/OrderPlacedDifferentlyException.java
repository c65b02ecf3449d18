package io.millrace.marketplace.ordering.order;

/** The order exists, and what was ordered then is not what is ordered now. */
public class OrderPlacedDifferentlyException extends RuntimeException {

    OrderPlacedDifferentlyException(Order order) {
        super("Order %s was placed with another content".formatted(order.number()));
    }
}
