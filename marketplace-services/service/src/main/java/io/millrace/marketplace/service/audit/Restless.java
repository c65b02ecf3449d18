package io.millrace.marketplace.service.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The orders that a service can't answer for yet: undecided, or changed after a time by its own clock.
 *
 * @param since that time
 * @param overdue those of the orders that are undecided for longer than they may be
 */
public record Restless(Instant since, List<UUID> orders, List<UUID> overdue) {

    /** How many orders are named at the most; where there are more, there is no answer. */
    public static final int MOST = 20_000;

    public Restless {
        orders = List.copyOf(orders);
        overdue = List.copyOf(overdue);
    }

    /** Of a service that knows of no deadlines. */
    public static Restless of(Instant since, List<UUID> orders) {
        return new Restless(since, orders, List.of());
    }

    /** Whether there are more than can be named. */
    public boolean isTooMany() {
        return orders.size() > MOST;
    }
}
