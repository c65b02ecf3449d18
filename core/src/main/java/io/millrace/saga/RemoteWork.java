package io.millrace.saga;

import io.millrace.saga.SagaStore.Lease;

/** A call or a probe of an instance that is leased for it. */
record RemoteWork(SagaMachine<?> machine, SagaInstance instance, Work work, Lease lease) {}
