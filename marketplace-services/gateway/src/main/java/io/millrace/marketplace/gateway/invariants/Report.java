package io.millrace.marketplace.gateway.invariants;

import java.util.List;

/**
 * Whether the books agree.
 *
 * @param pending orders that are undecided or changed just now, and are not in the figures
 */
public record Report(boolean ok, int pending, List<Check> checks) {

    static Report of(int pending, List<Check> checks) {
        return new Report(checks.stream().allMatch(Check::ok), pending, List.copyOf(checks));
    }
}
