package io.millrace.marketplace.gateway.services;

import java.util.List;
import java.util.UUID;

/** An order as it is sent to ordering: what and how many, never at what price. */
public record NewOrder(UUID customerId, String email, List<Line> items) {

    public NewOrder {
        items = List.copyOf(items);
    }

    /** So many of one product. */
    public record Line(String sku, int quantity) {}
}
