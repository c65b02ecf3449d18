package io.millrace.log;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How far each lane of a subscription has come, and which instance works on it.
 *
 * <p>Instances are members of a subscription by lease and share its lanes evenly. Cursors move in the caller's
 * transaction, together with the effects of what they passed, and only by the hand of the lane's owner: a member
 * that was suspended past its lease moves nothing. Safe for use by many threads.
 */
public interface Checkpoints {

    /**
     * Enters as a new member, which has no lanes yet. Registers the subscription, with all its lanes at position 0,
     * when it is new. Runs in a transaction of its own.
     *
     * @param lanes of the subscription, the same number for ever
     * @throws IllegalStateException if the subscription has another number of lanes
     */
    Lease join(String subscription, int lanes, Duration duration);

    /**
     * Prolongs the lease, frees the lanes of members whose lease is over, and takes free lanes up to a fair share.
     * To be called several times within the lease's duration. Runs in a transaction of its own.
     *
     * @throws LeaseLostException if the lease is over
     */
    Share renew(Lease lease);

    /** The position that all lanes of the subscription have passed; 0 for an unknown one. */
    long position(String subscription);

    /**
     * Moves cursors forward in the caller's transaction, or in one of its own where none is active. A position
     * behind its cursor, or of a lane that this member does not have, moves nothing.
     *
     * @param positions by lane
     * @throws LeaseLostException if the lease is over; nothing was moved
     */
    void advance(Lease lease, Map<Integer, Long> positions);

    /** Gives lanes up, where their cursors stand, so that others take them with their next renewal. */
    void release(Lease lease, Set<Integer> lanes);

    /** Ends the membership and gives all its lanes up. A lease that is over already is left alone. */
    void leave(Lease lease);
}
