package io.millrace.spring;

import io.millrace.log.SubscriptionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How something that runs stands.
 *
 * @param name such as {@code relay:outbox}, {@code projection:order-list-v1} or {@code consumer:email-service}
 * @param progress grows when it moves
 * @param backlog what lies before it
 * @param oldest since when the first of that waits, where this is known
 */
record RunnerStatus(
        String name, long progress, long backlog, Optional<Instant> oldest, Optional<Throwable> failure) {

    static RunnerStatus of(SubscriptionStatus status) {
        return new RunnerStatus(
                status.name(), status.position(), status.backlog(), status.oldest(), status.failure());
    }
}
