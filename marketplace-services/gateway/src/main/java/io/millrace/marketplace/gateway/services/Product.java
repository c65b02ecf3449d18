package io.millrace.marketplace.gateway.services;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be bought, at today's price.
 *
 * @param names by language
 * @param available how many can be bought now, where that is known
 */
public record Product(
        String sku,
        String name,
        @Nullable Map<String, String> names,
        Money price,
        @Nullable Long available) {

    /** Its name in the language, as far as it has one. */
    public String nameIn(String language) {
        return names == null ? name : names.getOrDefault(language, name);
    }

    public boolean isSoldOut() {
        return available != null && available < 1;
    }
}
