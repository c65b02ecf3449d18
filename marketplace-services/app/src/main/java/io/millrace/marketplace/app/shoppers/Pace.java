package io.millrace.marketplace.app.shoppers;

import java.time.Duration;

/** How many orders shoppers place. */
public record Pace(double ordersASecond) {

    /** Nobody comes. */
    public static final Pace NONE = new Pace(0);

    private static final double HIGHEST = 1_000;
    private static final double NANOS_OF_A_SECOND = 1e9;

    public Pace {
        if (!(ordersASecond >= 0 && ordersASecond <= HIGHEST)) {
            throw new IllegalArgumentException(
                    "orders a second are %s, and 0 to 1000 are allowed".formatted(ordersASecond));
        }
    }

    boolean isNone() {
        return ordersASecond == 0;
    }

    /** The time from one order to the next. */
    Duration pause() {
        return Duration.ofNanos((long) (NANOS_OF_A_SECOND / ordersASecond));
    }
}
