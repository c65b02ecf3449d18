package io.millrace.marketplace.gateway.invariants;

import io.millrace.marketplace.gateway.services.Part;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of orders as one service counted it.
 *
 * @param marks by part; sets of the same orders have the same
 * @param amounts by currency
 */
record Tally(Map<Integer, Mark> marks, SortedMap<String, BigDecimal> amounts) {

    record Mark(long orders, long mark) {

        Mark and(Mark other) {
            return new Mark(orders + other.orders, mark ^ other.mark);
        }
    }

    static final Tally NOTHING = new Tally(Map.of(), new TreeMap<>());

    static Tally of(Collection<Part> parts) {
        Map<Integer, Mark> marks = new HashMap<>();
        SortedMap<String, BigDecimal> amounts = new TreeMap<>();
        for (Part part : parts) {
            marks.merge(part.part(), new Mark(part.orders(), part.mark()), Mark::and);
            if (part.currency() != null && part.amount() != null) {
                amounts.merge(part.currency(), part.amount(), BigDecimal::add);
            }
        }
        return new Tally(marks, amounts);
    }

    long orders() {
        return marks.values().stream().mapToLong(Mark::orders).sum();
    }

    /** In which parts the two are not the same orders. */
    Stream<Integer> differences(Tally other) {
        return Stream.concat(marks.keySet().stream(), other.marks.keySet().stream())
                .distinct()
                .filter(part -> !Objects.equals(marks.get(part), other.marks.get(part)));
    }

    /** Such as {@code 1704000 KRW}. */
    String money() {
        return amounts.isEmpty()
                ? "0"
                : amounts.entrySet().stream()
                        .map(amount -> amount.getValue().toPlainString() + " " + amount.getKey())
                        .collect(Collectors.joining(" and "));
    }
}
