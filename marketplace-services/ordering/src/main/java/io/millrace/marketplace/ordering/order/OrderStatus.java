package io.millrace.marketplace.ordering.order;

/** How far an order is. */
public enum OrderStatus {
    CREATED,
    PAID,
    SHIPPED,
    CANCELLED
}
