package io.millrace.spring;

import io.millrace.log.SubscriptionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How something that runs stands.
 *
 * @param progress changes when it moves
 * @param backlog what lies before it
 * @param oldest since when the first of that waits, where this is known
 */
record RunnerStatus(
        RunnerName name, long progress, long backlog, Optional<Instant> oldest, Optional<Throwable> failure) {

    static RunnerStatus of(RunnerName name, SubscriptionStatus status) {
        return new RunnerStatus(name, status.position(), status.backlog(), status.oldest(), status.failure());
    }
}
