package io.millrace.event;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Time-ordered event ids: UUID version 7 of RFC 9562, increasing within a process. */
public final class EventIds {

    private static final int SUB_MILLIS_BITS = 12;
    private static final AtomicLong last = new AtomicLong();

    private EventIds() {}

    /** A new id; safe for use by many threads. */
    public static UUID next() {
        long tick = last.updateAndGet(before -> Math.max(before + 1, System.currentTimeMillis() << SUB_MILLIS_BITS));
        long millis = tick >>> SUB_MILLIS_BITS;
        long counter = tick & 0xFFF;
        long random = ThreadLocalRandom.current().nextLong();
        return new UUID((millis << 16) | 0x7000 | counter, (random & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    /** When a version 7 id was made, to the millisecond. */
    public static Instant madeAt(UUID id) {
        if (id.version() != 7) {
            throw new IllegalArgumentException("only a version 7 UUID carries a time: " + id);
        }
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
