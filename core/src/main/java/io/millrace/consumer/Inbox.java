package io.millrace.consumer;

import java.util.Collection;
import java.util.UUID;

/**
 * Remembers which events a consumer has handled, in the transaction that holds their effects (CO-1).
 *
 * <p>An event is remembered for a window at least, counted from the event's time and from its handling, whichever is
 * later; see {@link EventClaim}. What is older than something the inbox has forgotten of the consumer is told apart
 * from what is new. An id without a time is remembered until somebody deletes it.
 *
 * <p>Two transactions that claim the same event at once: the second waits for the first, and gets it only if the
 * first rolls back. Safe for use by many threads.
 */
public interface Inbox {

    /** Claims the events for the consumer in the caller's transaction. */
    Claims claim(String consumer, Collection<EventClaim> events);

    /**
     * Runs the work unless the consumer has handled the event before; joins the active transaction or makes one.
     * Returns whether the work ran. For people who keep their own listener.
     *
     * @throws OutsideWindowException if the event is too old to know
     */
    boolean once(String consumer, UUID eventId, Runnable work);

    /**
     * As {@link #once(String, UUID, Runnable)}, for a key of the business, such as {@code orderId + ":" + emailType}.
     * It has no window: it is remembered until somebody deletes it.
     *
     * @param key 1 to 500 characters
     */
    boolean once(String consumer, String key, Runnable work);

    /** Refuses a key that no inbox takes. */
    static String requireKey(String key) {
        if (key.isEmpty() || key.length() > 500) {
            throw new IllegalArgumentException(
                    "a key of an inbox has 1 to 500 characters, not %d".formatted(key.length()));
        }
        return key;
    }
}
