package io.millrace.log;

/** Another instance has taken the subscription over: nothing was moved, and the caller's transaction must roll back. */
public class LeaseLostException extends RuntimeException {

    public LeaseLostException(Lease lease) {
        super("subscription %s is no longer owned by %s at epoch %d"
                .formatted(lease.subscription(), lease.owner(), lease.epoch()));
    }
}
