package io.millrace.outbox;

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
}
