package io.millrace.marketplace.app.shoppers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps shoppers from a shop that does not answer, each time for longer. The log hears when that begins and when it
 * is over, and nothing between. Safe for use by many threads.
 */
final class Absence {

    private static final Logger log = LoggerFactory.getLogger(Absence.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private boolean away;
    private Duration next = SHORTEST;
    private Instant until = Instant.MIN;

    Absence(Clock clock) {
        this.clock = clock;
    }

    /** Failures of those who had come before the first one was known count with it. */
    synchronized void failed(RuntimeException failure) {
        if (remaining().isPositive()) {
            return;
        }
        if (!away) {
            log.warn("The shop does not answer its shoppers, who try again now and then: {}", failure.getMessage());
        }
        away = true;
        until = clock.instant().plus(next);
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
    }

    synchronized void answered() {
        if (away) {
            log.info("The shop answers its shoppers again");
        }
        away = false;
        next = SHORTEST;
        until = Instant.MIN;
    }

    /** How long nobody should come. */
    synchronized Duration remaining() {
        Instant now = clock.instant();
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }
}
