package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.order.OrderStatus;
import java.util.UUID;

/** The answer to a command that changed an order. */
record ChangedOrder(UUID orderId, long version, OrderStatus status) {}
