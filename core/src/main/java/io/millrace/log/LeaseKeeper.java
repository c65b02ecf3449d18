package io.millrace.log;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One instance's hold on a subscription: claimed when it is free, renewed after a third of its time. For one thread. */
public final class LeaseKeeper {

    private final Checkpoints checkpoints;
    private final String subscription;
    private final Duration duration;
    private final String owner = UUID.randomUUID().toString();
    private @Nullable Lease lease;
    private long claimedAtNanos;

    public LeaseKeeper(Checkpoints checkpoints, String subscription, Duration duration) {
        this.checkpoints = checkpoints;
        this.subscription = subscription;
        this.duration = duration;
    }

    /** The current lease, or empty while another instance has it. A claim that fails is repeated by the next call. */
    public Optional<Lease> hold() {
        if (lease == null || System.nanoTime() - claimedAtNanos >= renewAfter().toNanos()) {
            long now = System.nanoTime();
            lease = checkpoints.claim(subscription, owner, duration).orElse(null);
            claimedAtNanos = now;
        }
        return Optional.ofNullable(lease);
    }

    /** How long to wait before trying for a lease that another instance has. */
    public Duration renewAfter() {
        return duration.dividedBy(3);
    }

    /** Forgets a lease that was lost. */
    public void lost() {
        lease = null;
    }

    /** Gives the lease up, if there is one. */
    public void release() {
        if (lease != null) {
            checkpoints.release(lease);
            lease = null;
        }
    }
}
