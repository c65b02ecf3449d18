package io.millrace.marketplace.service.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Which orders are to be counted.
 *
 * @param before those that did not change after this time, by the clock of the service that is asked
 * @param leftOut and are none of these
 */
public record Settled(Instant before, List<UUID> leftOut) {

    public Settled {
        leftOut = List.copyOf(leftOut);
    }
}
