package io.millrace.marketplace.inventory.stock;

import jakarta.persistence.Embeddable;

/** So many of a product. */
@Embeddable
public record Line(String sku, int quantity) {

    public Line {
        if (quantity < 1) {
            throw new IllegalArgumentException("an order takes at least 1 of a product, not %d".formatted(quantity));
        }
    }

    Line and(Line more) {
        return new Line(sku, Math.addExact(quantity, more.quantity));
    }
}
