package io.millrace.outbox;

import io.millrace.event.EventContext;
import java.util.Collection;

/**
 * Events that leave with the transaction that wrote them: at least once, and in order for each key.
 *
 * <p>An event added in a transaction that rolls back is never published. After a crash an event may be published
 * again, with the same id, so consumers go through an inbox. Safe for use by many
 * threads.
 */
public interface Outbox {

    /** Joins the caller's transaction; fails with {@link NoTransactionException} where there is none. */
    void add(OutgoingEvent event);

    /** An event, and the context that it inherits. */
    record Caused(OutgoingEvent event, EventContext context) {}

    /** Adds the events in their order, each in its own context. Joins the caller's transaction. */
    default void addAll(Collection<Caused> events) {
        events.forEach(caused -> caused.context().run(() -> add(caused.event())));
    }
}
