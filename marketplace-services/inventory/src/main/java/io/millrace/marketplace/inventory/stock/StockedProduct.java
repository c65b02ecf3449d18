package io.millrace.marketplace.inventory.stock;

import io.millrace.marketplace.contracts.Money;

/**
 * A product as it can be bought now.
 *
 * @param price of one
 * @param available how many are in stock and not set aside
 */
public record StockedProduct(String sku, Names names, Money price, long available) {

    /** What it is called, by language. */
    public record Names(String ko, String en) {}
}
