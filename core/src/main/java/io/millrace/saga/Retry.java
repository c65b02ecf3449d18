package io.millrace.saga;

import java.time.Duration;

/**
 * How a step that throws is repeated.
 *
 * @param first the time before the second attempt; doubled from attempt to attempt
 * @param longest the longest time between two attempts
 * @param budget how long it is repeated from its first failure on; then the saga is suspended for a person
 */
public record Retry(Duration first, Duration longest, Duration budget) {

    private static final int LARGEST_SHIFT = 30;

    public Retry {
        if (!first.isPositive() || longest.compareTo(first) < 0 || budget.isNegative()) {
            throw new IllegalArgumentException(
                    "a retry needs 0 < first <= longest and a budget, not " + first + ", " + longest + ", " + budget);
        }
    }

    /** From 200 ms up to 30 s between attempts, for 15 minutes. */
    public static Retry defaults() {
        return new Retry(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(15));
    }

    public static Retry exponential(Duration first, Duration longest) {
        return new Retry(first, longest, defaults().budget());
    }

    public Retry forAtMost(Duration budget) {
        return new Retry(first, longest, budget);
    }

    /** How many attempts it takes until they lie as far apart as the time is long. */
    int attemptsIn(Duration time) {
        long firsts = time.toMillis() / Math.max(1, first.toMillis());
        return Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(firsts));
    }

    /**
     * The time before the next attempt.
     *
     * @param attempt that failed, from 1
     * @param salt spreads those who failed together over the upper half of the time; the same gives the same
     */
    Duration after(int attempt, int salt) {
        long doubled = first.toMillis() << Math.clamp(attempt - 1L, 0, LARGEST_SHIFT);
        long capped = Math.max(2, doubled <= 0 ? longest.toMillis() : Math.min(doubled, longest.toMillis()));
        int spread = salt * 0x9E3779B9; // overflows on purpose
        return Duration.ofMillis(capped / 2 + Math.floorMod(spread, capped / 2 + 1));
    }
}
