package io.millrace.consumer;

/**
 * The event is older than what the inbox still knows of the consumer, so nobody can tell whether it was handled
 * before. It is not handled again.
 */
public class OutsideWindowException extends RuntimeException {

    public OutsideWindowException(String consumer, EventClaim claim) {
        super(("event %s of %s is older than what the inbox of '%s' remembers, so it may have been handled before:"
                        + " look at its effects; where they are missing, repeat them by hand")
                .formatted(claim.eventId(), claim.time(), consumer));
    }
}
