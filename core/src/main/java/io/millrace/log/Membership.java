package io.millrace.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One instance's part in a subscription: its lease, renewed in time, and where its lanes stand in the store. For
 * one thread.
 */
public final class Membership {

    private static final int RENEWALS_IN_A_LEASE = 4;

    private final Checkpoints checkpoints;
    private final Lease lease;
    private final Map<Integer, Long> stored = new HashMap<>();
    private long renewedAtNanos;

    private Membership(Checkpoints checkpoints, Lease lease) {
        this.checkpoints = checkpoints;
        this.lease = lease;
        this.renewedAtNanos = System.nanoTime() - lease.duration().toNanos();
    }

    /**
     * Joins as a new member of a subscription that reads the log; the first renewal is due at once.
     *
     * @throws ReclaimedException if the subscription stands at a place of the log that is gone
     */
    public static Membership join(
            Checkpoints checkpoints, Log<?> log, String subscription, int lanes, Duration duration) {
        log.admit(subscription, checkpoints.position(subscription));
        return new Membership(checkpoints, checkpoints.join(subscription, lanes, duration));
    }

    /** How long until the next renewal is due; zero or less if it is. */
    public Duration untilRenewal() {
        long every = lease.duration().toNanos() / RENEWALS_IN_A_LEASE;
        return Duration.ofNanos(every - (System.nanoTime() - renewedAtNanos));
    }

    /** Renews the lease. What was taken is owned from now on. */
    public Share renew() {
        long now = System.nanoTime();
        Share share = checkpoints.renew(lease);
        renewedAtNanos = now;
        stored.putAll(share.taken());
        return share;
    }

    public Set<Integer> lanes() {
        return Set.copyOf(stored.keySet());
    }

    /** The position of a lane's cursor, for one that this member has. */
    public long stored(int lane) {
        return stored.getOrDefault(lane, 0L);
    }

    /** Whether any of the positions differs from the one stored. */
    public boolean isNew(Map<Integer, Long> positions) {
        return !stored.entrySet().containsAll(positions.entrySet());
    }

    /** Moves the cursors in the active transaction; call {@link #moved} when it has committed. */
    public void advance(Map<Integer, Long> positions) {
        checkpoints.advance(lease, positions);
    }

    /** The transaction that moved the cursors has committed. */
    public void moved(Map<Integer, Long> positions) {
        stored.putAll(positions);
    }

    public void release(Set<Integer> lanes) {
        checkpoints.release(lease, lanes);
        stored.keySet().removeAll(lanes);
    }

    public void leave() {
        checkpoints.leave(lease);
    }
}
