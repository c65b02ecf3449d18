package io.millrace.spring;

import io.millrace.saga.SagaStore.Standing;
import java.util.Optional;

/**
 * How the sagas of the application stand.
 *
 * @param failure what keeps their runner from working here
 */
record SagaStatuses(Standing standing, Optional<Throwable> failure) {}
