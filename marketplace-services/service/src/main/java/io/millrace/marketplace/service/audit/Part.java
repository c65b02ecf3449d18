package io.millrace.marketplace.service.audit;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One of the 256 parts of a set. Two services that mean the same orders have the same parts.
 *
 * @param part the last 8 bits of {@code uuid_hash_extended(order_id, 0)}, PostgreSQL's own hash, which partitions rely on
 * @param currency null where the set has no amounts; else there is one of these for each currency
 * @param mark the hashes of all its orders, combined by exclusive or; with amounts, of order, amount and currency
 * @param amount of all its orders together
 */
public record Part(
        OrderSet orderSet,
        int part,
        @Nullable String currency,
        long orders,
        long mark,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        BigDecimal amount) {}
