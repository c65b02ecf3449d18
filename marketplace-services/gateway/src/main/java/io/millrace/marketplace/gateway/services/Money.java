package io.millrace.marketplace.gateway.services;

import java.math.BigDecimal;

/** An amount and its ISO 4217 currency. */
public record Money(BigDecimal amount, String currency) {

    Money times(int factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
    }
}
