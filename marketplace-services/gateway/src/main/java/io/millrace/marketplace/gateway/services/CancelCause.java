package io.millrace.marketplace.gateway.services;

import org.jspecify.annotations.Nullable;

/**
 * Why an order was cancelled, for pages in any language.
 *
 * @param code one of those that the pages know, or another
 * @param sku the product that it is about, if it is about one
 */
public record CancelCause(String code, @Nullable String sku) {}
