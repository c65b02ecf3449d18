package io.millrace.marketplace.inventory.stock;

import io.millrace.marketplace.contracts.CancellationCause;
import org.jspecify.annotations.Nullable;

/**
 * Why goods could not be taken.
 *
 * @param sku the product that there is too little of
 * @param code of a {@link CancellationCause}
 * @param left how many there are; null where that does not say why
 * @param sentence for the customer to read, in English
 */
public record Shortage(String sku, String code, @Nullable Long left, String sentence) {

    /** More than was wanted is there where somebody has added to the product since it was taken from in vain. */
    static Shortage of(StockedProduct product, int wanted) {
        String name = product.names().en();
        long left = product.available();
        if (left == 0) {
            return new Shortage(product.sku(), CancellationCause.SOLD_OUT, null, "'%s' is sold out.".formatted(name));
        }
        if (left >= wanted) {
            return new Shortage(
                    product.sku(),
                    CancellationCause.TOO_FEW_LEFT,
                    null,
                    "There were too few of '%s' left.".formatted(name));
        }
        return new Shortage(
                product.sku(),
                CancellationCause.TOO_FEW_LEFT,
                left,
                "There are only %d of '%s' left.".formatted(left, name));
    }

    static Shortage ofNothing(String sku) {
        return new Shortage(
                sku, CancellationCause.NO_SUCH_PRODUCT, null, "There is no product '%s' any more.".formatted(sku));
    }
}
