package io.millrace.consumer;

import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.work.SafeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often the message at hand has failed, and when it is tried again. For one thread; others may look. */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final String consumer;
    private final RetryPolicy policy;
    private final Clock clock;
    private int failures;
    private int outages;
    private @Nullable Instant failingSince;
    private volatile @Nullable Retrying retrying;

    Attempts(String consumer, RetryPolicy policy, Clock clock) {
        this.consumer = consumer;
        this.policy = policy;
        this.clock = clock;
    }

    int failures() {
        return failures;
    }

    Optional<Retrying> retrying() {
        return Optional.ofNullable(retrying);
    }

    void end() {
        failures = 0;
        outages = 0;
        failingSince = null;
        retrying = null;
    }

    /** Is not counted: the message's time begins anew. Returns how long to wait. */
    Duration outage(Origin at, Throwable cause) {
        failingSince = null;
        outages++;
        return pause(at, cause, outages);
    }

    /** Returns whether the message may be tried again. */
    boolean failed() {
        Instant now = clock.instant();
        outages = 0;
        failures++;
        failingSince = failingSince == null ? now : failingSince;
        return now.isBefore(failingSince.plus(policy.budget()));
    }

    /** Returns how long to wait. */
    Duration pause(Origin at, Throwable cause) {
        return pause(at, cause, failures);
    }

    private Duration pause(Origin at, Throwable cause, int attempts) {
        Duration pause = policy.backoff().after(attempts);
        retrying = new Retrying(at, failures + outages, clock.instant().plus(pause), cause);
        log.warn("{} failed at {}, next attempt in {} ms: {}", consumer, at, pause.toMillis(), SafeMessage.of(cause));
        log.debug("{} failed", consumer, cause);
        return pause;
    }
}
