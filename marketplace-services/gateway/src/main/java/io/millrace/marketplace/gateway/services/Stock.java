package io.millrace.marketplace.gateway.services;

import java.util.List;

/**
 * Pieces of all products, of one moment.
 *
 * @param unbalanced products that have less or more than came in
 */
public record Stock(long initial, long replenished, long inStock, long reserved, long sold, List<String> unbalanced) {}
