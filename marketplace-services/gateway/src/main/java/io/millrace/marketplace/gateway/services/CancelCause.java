package io.millrace.marketplace.gateway.services;

import org.jspecify.annotations.Nullable;

/**
 * Why an order was cancelled, for pages in any language.
 *
 * @param code one of those that the pages know, or another
 * @param sku the product that it is about, if it is about one
 * @param left how many of the product there were, if that is why
 */
public record CancelCause(
        String code, @Nullable String sku, @Nullable Long left) {}
