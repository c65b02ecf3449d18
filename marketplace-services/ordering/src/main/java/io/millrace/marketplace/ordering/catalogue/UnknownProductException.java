package io.millrace.marketplace.ordering.catalogue;

/** The catalogue has no product with this sku. */
public class UnknownProductException extends RuntimeException {

    private final String sku;

    UnknownProductException(String sku) {
        super("There is no product with the sku '%s'; GET /api/products lists them all.".formatted(sku));
        this.sku = sku;
    }

    public String sku() {
        return sku;
    }
}
