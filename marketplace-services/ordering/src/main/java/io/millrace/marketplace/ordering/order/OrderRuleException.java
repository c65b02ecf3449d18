package io.millrace.marketplace.ordering.order;

/** A rule forbids the command in the order's present status; the message says which. */
public class OrderRuleException extends RuntimeException {

    private final OrderStatus status;

    OrderRuleException(String message, OrderStatus status) {
        super(message);
        this.status = status;
    }

    /** The status that stands in the way. */
    public OrderStatus status() {
        return status;
    }
}
