package io.millrace.marketplace.contracts;

import org.jspecify.annotations.Nullable;

/**
 * Why an order comes to nothing, for those who say it in a language of their own. It stands beside a reason in
 * English, which says it where a code is not known; a customer's own words have none.
 *
 * @param code one of those here, or one that is newer than its reader
 * @param sku the product that it is about; null where it is about none
 * @param left how many of the product there are, where that is too few; null where it is not said
 */
public record CancellationCause(
        String code, @Nullable String sku, @Nullable Long left) {

    public static final String SOLD_OUT = "SOLD_OUT";
    public static final String TOO_FEW_LEFT = "TOO_FEW_LEFT";
    public static final String NO_SUCH_PRODUCT = "NO_SUCH_PRODUCT";
    public static final String CARD_DECLINED = "CARD_DECLINED";
    public static final String UNKNOWN_CARD = "UNKNOWN_CARD";
    public static final String PAYMENT_NOT_IN_TIME = "PAYMENT_NOT_IN_TIME";
    public static final String NOT_IN_TIME = "NOT_IN_TIME";
    public static final String CALLED_OFF = "CALLED_OFF";

    /** A cause that is about no product. */
    public CancellationCause(String code) {
        this(code, null);
    }

    /** A cause that is about a product, and not about how many there are. */
    public CancellationCause(String code, @Nullable String sku) {
        this(code, sku, null);
    }
}
