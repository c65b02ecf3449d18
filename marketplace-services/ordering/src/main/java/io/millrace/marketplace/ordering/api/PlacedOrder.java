package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderStatus;
import java.util.UUID;

/** The answer to a placed order. */
record PlacedOrder(UUID orderId, String orderNumber, long version, OrderStatus status, Money totalAmount) {

    static PlacedOrder of(Order order, long version) {
        return new PlacedOrder(
                order.id(),
                order.number(),
                version,
                order.status(),
                order.placed().totalAmount());
    }
}
