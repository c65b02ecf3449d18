package io.millrace.marketplace.ordering.order;

/** There is no such order, or was none at the time asked for; the message says which. */
public class OrderNotFoundException extends RuntimeException {

    public OrderNotFoundException(String message) {
        super(message);
    }
}
