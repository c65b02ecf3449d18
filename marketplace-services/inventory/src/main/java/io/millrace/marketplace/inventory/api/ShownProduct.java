package io.millrace.marketplace.inventory.api;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.inventory.stock.StockedProduct;
import io.millrace.marketplace.inventory.stock.StockedProduct.Names;
import java.util.Locale;

/** A product with its name in the reader's language, and in all. */
record ShownProduct(String sku, String name, Names names, Money price, long available) {

    static ShownProduct of(StockedProduct product, Locale language) {
        Names names = product.names();
        String name = language.getLanguage().equals(Locale.KOREAN.getLanguage()) ? names.ko() : names.en();
        return new ShownProduct(product.sku(), name, names, product.price(), product.available());
    }
}
