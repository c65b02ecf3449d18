package io.millrace.log;

import java.time.Duration;
import java.util.Optional;

/**
 * How far each subscription has come, and who may move it.
 *
 * <p>A cursor moves in the caller's transaction, together with the effects of what it passed. Of several
 * instances only the holder of the current lease moves it; a holder that was suspended past its lease moves
 * nothing. Safe for use by many threads.
 */
public interface Checkpoints {

    /**
     * Takes the subscription if it is free, expired or already this owner's; registers it at position 0 when it
     * is new. Taking it from another owner raises the epoch, renewing it does not. Runs in a transaction of its
     * own.
     */
    Optional<Lease> claim(String subscription, String owner, Duration duration);

    /** The position that the subscription has passed; 0 for an unknown one. */
    long position(String subscription);

    /**
     * Moves the cursor forward in the caller's transaction, or in one of its own where none is active. A position
     * behind the cursor leaves it where it is.
     *
     * @throws LeaseLostException if the lease is not the current one; nothing was moved
     */
    void advance(Lease lease, long position);

    /** Gives the subscription up, so that another instance need not wait for the lease to expire. */
    void release(Lease lease);
}
