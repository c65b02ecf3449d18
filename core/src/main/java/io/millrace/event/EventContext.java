package io.millrace.event;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What new events inherit: the process they belong to, what caused them, who acted and the trace. Bound to the
 * thread while work runs; consumers bind the context of the event that they handle.
 */
public record EventContext(
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String actor,
        @Nullable String traceparent) {

    private static final ThreadLocal<EventContext> CURRENT = new ThreadLocal<>();

    /** The context in which nothing is known: events begin a process of their own. */
    public static EventContext none() {
        return new EventContext(null, null, null, null);
    }

    /** The context of the running work. */
    public static EventContext current() {
        EventContext bound = CURRENT.get();
        return bound == null ? none() : bound;
    }

    /** The context of what an event causes. */
    public static EventContext causedBy(EventMetadata cause) {
        String correlation = cause.correlationId() == null ? cause.eventId().toString() : cause.correlationId();
        return new EventContext(correlation, cause.eventId().toString(), cause.actor(), cause.traceparent());
    }

    public EventContext withActor(String actor) {
        return new EventContext(correlationId, causationId, actor, traceparent);
    }

    /** Runs the work with this context and restores the one before it. */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        EventContext before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** As {@link #call}, for work without a result. */
    public void run(Runnable work) {
        this.<@Nullable Void>call(() -> {
            work.run();
            return null;
        });
    }

    /** Metadata for an event of the type, which inherits this context. */
    EventMetadata describe(UUID eventId, EventTypes.Definition type, java.time.Instant occurredAt) {
        String correlation = correlationId == null ? eventId.toString() : correlationId;
        return new EventMetadata(
                eventId, type.name(), type.version(), occurredAt, correlation, causationId, actor, traceparent);
    }
}
