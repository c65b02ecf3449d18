package io.millrace.consumer;

import io.millrace.work.Backoff;
import java.time.Duration;

/**
 * How long a failing message is repeated before it is parked. An outage is not counted: it is waited out.
 *
 * @param budget from the first failure of the message
 * @param handlerTimeout how long a handler may take for an event, or for a batch where it takes batches; one that
 *     takes longer has failed
 */
public record RetryPolicy(Backoff backoff, Duration budget, Duration handlerTimeout) {

    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(60);

    public RetryPolicy {
        if (!handlerTimeout.isPositive()) {
            throw new IllegalArgumentException("a handler needs more time than " + handlerTimeout);
        }
    }

    /** With 60 s for a handler. */
    public RetryPolicy(Backoff backoff, Duration budget) {
        this(backoff, budget, HANDLER_TIMEOUT);
    }

    /** From 200 ms up to 10 s between attempts, for 30 s; 60 s for a handler. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10)), Duration.ofSeconds(30));
    }
}
