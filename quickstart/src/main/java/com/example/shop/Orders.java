package com.example.shop;

import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Orders {

    private final OrderRepository orders;
    private final Outbox outbox;

    Orders(OrderRepository orders, Outbox outbox) {
        this.orders = orders;
        this.outbox = outbox;
    }

    @Transactional
    public void place(Order order) {
        orders.save(order);
        outbox.add(new OutgoingEvent("Order", order.getId(), new OrderPlaced(order.getId(), order.getTotal())));
    }
}
