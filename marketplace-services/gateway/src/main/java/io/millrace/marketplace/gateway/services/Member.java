package io.millrace.marketplace.gateway.services;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order in a set, with its amount where the set has amounts. */
public record Member(
        OrderSet orderSet,
        UUID orderId,
        @Nullable String currency,
        @Nullable BigDecimal amount) {}
