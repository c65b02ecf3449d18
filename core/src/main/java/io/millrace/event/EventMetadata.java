package io.millrace.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an event beside its payload.
 *
 * @param eventId a UUIDv7; the same for every delivery of the event
 * @param type the durable name, see {@link EventType}
 * @param version the version of the type that the payload was written with
 * @param occurredAt to the microsecond
 * @param correlationId names the business process that the event belongs to
 * @param causationId the id of the event or command that led to this one
 * @param actor who acted, as the application names people
 * @param traceparent the W3C trace context
 */
public record EventMetadata(
        UUID eventId,
        String type,
        int version,
        Instant occurredAt,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String actor,
        @Nullable String traceparent) {

    /** The same event told as another type. */
    public EventMetadata as(EventTypes.Definition type) {
        return new EventMetadata(
                eventId, type.name(), type.version(), occurredAt, correlationId, causationId, actor, traceparent);
    }
}
