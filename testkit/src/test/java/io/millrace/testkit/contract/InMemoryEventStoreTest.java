package io.millrace.testkit.contract;

import io.millrace.store.EventStore;
import io.millrace.store.InMemoryEventStore;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;

class InMemoryEventStoreTest extends EventStoreContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final EventStore store = new InMemoryEventStore(transactions, Noted.CODEC);

    @Override
    protected EventStore store() {
        return store;
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
