package io.millrace.work;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential waiting times with full jitter on the upper half, so that clients that failed together do not
 * return together.
 */
public record Backoff(Duration first, Duration longest) {

    private static final int LARGEST_SHIFT = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff needs 0 < first <= longest, not " + first + ", " + longest);
        }
    }

    /** 100 ms, doubled up to 30 s. */
    public static Backoff defaults() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
    }

    /** The time to wait before the given attempt is repeated; attempts count from 1. */
    public Duration after(int attempt) {
        long doubled = first.toMillis() << Math.clamp(attempt - 1L, 0, LARGEST_SHIFT);
        long capped = doubled <= 0 ? longest.toMillis() : Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1));
    }
}
