package io.millrace.marketplace.gateway.invariants;

import io.millrace.marketplace.gateway.services.OrderSet;
import io.millrace.marketplace.gateway.services.Part;
import io.millrace.marketplace.gateway.services.Stock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the services' books come to.
 *
 * @param overdue orders that are undecided for longer than they may be
 */
record Books(Map<OrderSet, Tally> sets, Stock stock, List<UUID> overdue) {

    private static final int PARTS_LOOKED_INTO = 16;

    static Books of(Collection<Part> parts, Stock stock, List<UUID> overdue) {
        Map<OrderSet, Tally> sets = parts.stream()
                .collect(Collectors.groupingBy(
                        Part::orderSet,
                        () -> new EnumMap<>(OrderSet.class),
                        Collectors.collectingAndThen(Collectors.toList(), Tally::of)));
        return new Books(sets, stock, overdue);
    }

    Tally tally(OrderSet set) {
        return sets.getOrDefault(set, Tally.NOTHING);
    }

    /** Where to look for orders that not all services mean, though they should: some parts for each comparison. */
    List<Integer> differences() {
        return Comparison.ALL.stream()
                .flatMap(comparison -> comparison.differences(this).sorted().limit(PARTS_LOOKED_INTO))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether for each comparison that finds a difference there is an order that makes one. */
    boolean areExplainedBy(List<Standing> standings) {
        return Comparison.ALL.stream()
                .filter(comparison -> comparison.differences(this).findAny().isPresent())
                .allMatch(comparison -> standings.stream().anyMatch(comparison::fails));
    }
}
