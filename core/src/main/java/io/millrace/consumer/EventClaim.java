package io.millrace.consumer;

import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Inbox} is asked for: an event, and the time by which the inbox keeps it. The time is a function of
 * the message and of nothing else, so that a repetition asks for the same, be it after midnight.
 *
 * @param time that of the id if it is a UUIDv7, else the one that the message tells, to the microsecond and up to
 *     the year 9999; null if neither tells any
 */
public record EventClaim(UUID eventId, @Nullable Instant time) {

    /** By id, then by time: whoever claims in this order waits for others and never locks up with them. */
    static final Comparator<EventClaim> ORDER = Comparator.comparing(EventClaim::eventId)
            .thenComparing(EventClaim::time, Comparator.nullsFirst(Comparator.naturalOrder()));

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    public EventClaim {
        time = time == null || !time.isAfter(Instant.EPOCH) ? null : bounded(time);
    }

    /** The claim of an event as its metadata tells. */
    public static EventClaim of(EventMetadata metadata) {
        return carriesTime(metadata.eventId())
                ? of(metadata.eventId())
                : new EventClaim(metadata.eventId(), metadata.occurredAt());
    }

    /** The claim of an event of which nothing but the id is known. */
    public static EventClaim of(UUID eventId) {
        return new EventClaim(eventId, carriesTime(eventId) ? EventIds.madeAt(eventId) : null);
    }

    private static boolean carriesTime(UUID eventId) {
        return eventId.version() == 7;
    }

    private static Instant bounded(Instant time) {
        return time.isAfter(LATEST) ? LATEST : time.truncatedTo(ChronoUnit.MICROS);
    }
}
