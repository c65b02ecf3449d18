package io.millrace.marketplace.gateway.services;

import java.util.List;

/** One page of a customer's orders, newest first. */
public record OrderPage(List<OrderSummary> orders, int page, boolean more) {

    public OrderPage {
        orders = List.copyOf(orders);
    }
}
