package io.millrace.log;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a subscription is behind its log.
 *
 * @param backlog positions behind the end of the log; counts numbers that rolled back too
 * @param oldest when the first record that it has not passed was written
 * @param failure what its last round failed with
 */
public record SubscriptionStatus(
        String name, long position, long backlog, Optional<Instant> oldest, Optional<Throwable> failure) {}
