package io.millrace.consumer;

import io.millrace.work.Backoff;
import java.time.Duration;

/**
 * How long a failing message is repeated before it is parked. An outage is not counted: it is waited out.
 *
 * @param budget from the first failure of the message
 */
public record RetryPolicy(Backoff backoff, Duration budget) {

    /** From 200 ms up to 10 s between attempts, for 30 s. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10)), Duration.ofSeconds(30));
    }
}
