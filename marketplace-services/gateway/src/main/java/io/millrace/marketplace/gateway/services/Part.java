package io.millrace.marketplace.gateway.services;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A part of a set of orders. Two services that mean the same orders have the same parts.
 *
 * @param currency null where the set has no amounts; else there is one of these for each currency
 * @param mark the hashes of its orders, combined by exclusive or
 */
public record Part(
        OrderSet orderSet,
        int part,
        @Nullable String currency,
        long orders,
        long mark,
        @Nullable BigDecimal amount) {}
