package io.millrace.spring;

import io.millrace.event.EventType;

sealed interface OrderEvent {

    @EventType("OrderCreated")
    record OrderCreated(String orderId) implements OrderEvent {}

    @EventType("OrderPaid")
    record OrderPaid(String orderId, String paymentId) implements OrderEvent {}
}
