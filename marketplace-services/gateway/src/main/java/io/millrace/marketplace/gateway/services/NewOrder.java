package io.millrace.marketplace.gateway.services;

import java.util.List;
import java.util.UUID;

/**
 * An order as it is sent to ordering: what and how many, never at what price.
 *
 * @param paymentMethod a token of the card processor
 */
public record NewOrder(UUID customerId, String email, List<Line> items, String paymentMethod) {

    public NewOrder {
        items = List.copyOf(items);
    }

    /** So many of one product. */
    public record Line(String sku, int quantity) {}
}
