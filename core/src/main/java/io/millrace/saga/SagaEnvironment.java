package io.millrace.saga;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.outbox.Outbox;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;

/**
 * What sagas work with; store and outbox live in the database of the transactions.
 *
 * @param types of all messages that the sagas send and take in
 */
public record SagaEnvironment(
        SagaStore store,
        Outbox outbox,
        Transactions transactions,
        EventTypes types,
        EventCodec codec,
        Outages outages) {}
