package io.millrace.marketplace.inventory.reservation;

import java.util.List;

/**
 * Counts over all products, of one moment. None is ever negative, and what came in is what there is:
 * {@code initial + replenished = inStock + reserved + sold}.
 *
 * @param inStock for sale: neither set aside nor sold
 * @param reserved set aside for orders that are not paid
 * @param openReservations the number of these orders
 * @param unbalanced the products of which that does not hold
 */
public record Totals(
        long initial,
        long replenished,
        long inStock,
        long reserved,
        long sold,
        long openReservations,
        List<String> unbalanced) {

    public Totals {
        unbalanced = List.copyOf(unbalanced);
    }
}
