package io.millrace.marketplace.contracts;

/** A line of an order, with name and price as they were when it was placed. */
public record OrderItem(String sku, String name, int quantity, Money unitPrice) {

    /** What the line costs. */
    public Money price() {
        return unitPrice.times(quantity);
    }
}
