package io.millrace.saga;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The time of the store's clock, which goes on from when it was told while a transaction takes its time. */
record StoreTime(Instant told, long toldNanos) implements InstantSource {

    static StoreTime from(Instant now) {
        return new StoreTime(now, System.nanoTime());
    }

    @Override
    public Instant instant() {
        return told.plusNanos(System.nanoTime() - toldNanos).truncatedTo(ChronoUnit.MICROS);
    }
}
