package io.millrace.testkit.contract;

import io.millrace.saga.InMemorySagaStore;
import io.millrace.saga.SagaStore;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;
import java.time.Clock;

class InMemorySagaClaimsTest extends SagaClaimsContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final SagaStore store = new InMemorySagaStore(transactions, Clock.systemUTC());

    @Override
    protected SagaStore store() {
        return store;
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
