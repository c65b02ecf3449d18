package io.millrace.marketplace.inventory.stock;

/**
 * Why goods could not be taken.
 *
 * @param sku the product that there is too little of
 * @param sentence for the customer to read, in English
 */
public record Shortage(String sku, String sentence) {}
