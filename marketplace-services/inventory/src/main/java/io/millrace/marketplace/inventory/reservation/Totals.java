package io.millrace.marketplace.inventory.reservation;

/**
 * Counts over all products, of one moment. None is ever negative, and what came in is what there is:
 * {@code initial + replenished = inStock + reserved + sold}.
 *
 * @param inStock for sale: neither set aside nor sold
 * @param reserved set aside for orders that are not paid
 * @param openReservations the number of these orders
 */
public record Totals(long initial, long replenished, long inStock, long reserved, long sold, long openReservations) {}
