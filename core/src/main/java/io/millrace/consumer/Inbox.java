package io.millrace.consumer;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Remembers which events a consumer has handled, in the transaction that holds their effects (CO-1).
 *
 * <p>Two transactions that claim the same id at once: the second waits for the first, and gets the id only if
 * the first rolls back. Safe for use by many threads.
 */
public interface Inbox {

    /** Claims the ids for the consumer in the caller's transaction; returns those that it had not claimed before. */
    Set<UUID> claim(String consumer, Collection<UUID> eventIds);

    /**
     * Runs the work unless the consumer has handled the event before; joins the active transaction or makes one.
     * Returns whether the work ran. For people who keep their own listener.
     */
    boolean once(String consumer, UUID eventId, Runnable work);

    /** Claims one id; returns whether the consumer had not claimed it before. */
    default boolean claim(String consumer, UUID eventId) {
        return !claim(consumer, List.of(eventId)).isEmpty();
    }
}
