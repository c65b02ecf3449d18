package com.example.shop;

import io.millrace.spring.ConsumesEvents;
import io.millrace.spring.EventHandler;

@ConsumesEvents(as = "invoicing", from = "shop.order")
class Invoicing {

    private final InvoiceRepository invoices;

    Invoicing(InvoiceRepository invoices) {
        this.invoices = invoices;
    }

    @EventHandler
    void on(OrderPlaced event) {
        invoices.save(new Invoice(event.orderId(), event.total()));
    }
}
