package io.millrace.log;

/** The lease is over and others may have the lanes: nothing was moved, and the caller's transaction must roll back. */
public class LeaseLostException extends RuntimeException {

    public LeaseLostException(Lease lease) {
        super("%s is no longer a member of subscription %s".formatted(lease.owner(), lease.subscription()));
    }
}
