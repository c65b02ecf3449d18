package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;

/**
 * A product is for sale at a price, from now on. Whoever sells it keeps what the event says, and needs to ask nobody.
 *
 * @param price of one
 * @param version rises with every change of names or price: what was told earlier has a lower one
 */
@EventType("ProductPriced")
public record ProductPriced(String sku, Names names, Money price, long version) implements MarketplaceEvent {

    /** What a product is called, by language. */
    public record Names(String ko, String en) {

        /** The name for those who speak the language, English where it has none. */
        public String in(String language) {
            return language.equals("ko") ? ko : en;
        }
    }
}
