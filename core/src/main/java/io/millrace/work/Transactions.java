package io.millrace.work;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one database, bound to the calling thread.
 *
 * <p>Everything durable in Millrace joins the transaction that is active here, so that an effect and the record
 * of it commit together. Safe for use by many threads; each sees its own transaction only.
 */
public interface Transactions {

    /**
     * Runs the work in the active transaction, or in a new one that commits when the work returns and rolls back
     * when it throws. The exception reaches the caller unchanged.
     */
    <T extends @Nullable Object> T call(Supplier<T> work);

    /** As {@link #call}, for work without a result. */
    default void run(Runnable work) {
        this.<@Nullable Void>call(() -> {
            work.run();
            return null;
        });
    }

    /** Whether the calling thread is inside a transaction on this database. */
    boolean active();

    /**
     * Runs the action after the work and before the commit, in the order of registration; an action may register
     * further ones. If it throws, the transaction rolls back. Fails where no transaction is active.
     */
    void beforeCommit(Runnable action);

    /**
     * Runs the action once the commit is durable, never after a rollback; the commit stands even if it throws. Runs it
     * now where no transaction is active.
     */
    void afterCommit(Runnable action);
}
