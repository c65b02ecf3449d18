package io.millrace.postgres;

import io.millrace.saga.SagaStore;
import io.millrace.testkit.contract.SagaStoreContract;
import io.millrace.work.Transactions;

class PostgresSagaStoreContractTest extends SagaStoreContract {

    private final Database database = TestDatabase.shared().database();

    @Override
    protected SagaStore store() {
        return new PostgresSagaStore(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
