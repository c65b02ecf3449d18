package io.millrace.marketplace.service.audit;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order in a set, as it is now.
 *
 * @param currency null, as the amount, where the set has no amounts
 */
public record Member(
        OrderSet orderSet,
        UUID orderId,
        @Nullable String currency,

        @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        BigDecimal amount) {}
