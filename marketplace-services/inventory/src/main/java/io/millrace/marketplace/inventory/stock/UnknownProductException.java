package io.millrace.marketplace.inventory.stock;

/** There is no product with this sku. */
public class UnknownProductException extends RuntimeException {

    UnknownProductException(String sku) {
        super("There is no product with the sku '%s'; GET /api/products lists them all.".formatted(sku));
    }
}
