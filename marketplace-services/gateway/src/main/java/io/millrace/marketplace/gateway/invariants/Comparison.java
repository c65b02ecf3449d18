package io.millrace.marketplace.gateway.invariants;

import io.millrace.marketplace.gateway.services.OrderSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two sets that must have the same orders, or one that must have none. */
enum Comparison {
    MONEY(OrderSet.OWED, OrderSet.KEPT),
    OPEN_CHARGES(OrderSet.OPEN, null),
    GOODS(OrderSet.CONFIRMED, OrderSet.SOLD),
    SET_ASIDE(OrderSet.RESERVED, null),
    CONFIRMATIONS(OrderSet.PAID, OrderSet.MAILED);

    static final List<Comparison> ALL = List.of(values());

    private final OrderSet one;
    private final @Nullable OrderSet other;

    Comparison(OrderSet one, @Nullable OrderSet other) {
        this.one = one;
        this.other = other;
    }

    /** The parts in which the two are not the same orders. */
    Stream<Integer> differences(Books books) {
        return books.tally(one).differences(other == null ? Tally.NOTHING : books.tally(other));
    }

    boolean fails(Standing standing) {
        return !Objects.equals(standing.amount(one), other == null ? null : standing.amount(other));
    }
}
