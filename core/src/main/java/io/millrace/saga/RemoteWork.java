package io.millrace.saga;

import io.millrace.saga.SagaStore.Lease;

/**
 * A call or a probe of an instance that is leased for it.
 *
 * @param leasedUntilNanos until when the lease stands at least, by {@link System#nanoTime()}
 */
record RemoteWork(SagaMachine<?> machine, SagaInstance instance, Work work, Lease lease, long leasedUntilNanos) {}
