package io.millrace.marketplace.inventory.stock;

import io.millrace.marketplace.contracts.CancellationCause;

/**
 * Why goods could not be taken.
 *
 * @param sku the product that there is too little of
 * @param code of a {@link CancellationCause}
 * @param sentence for the customer to read, in English
 */
public record Shortage(String sku, String code, String sentence) {}
