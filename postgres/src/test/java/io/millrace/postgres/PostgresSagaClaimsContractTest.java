package io.millrace.postgres;

import io.millrace.saga.SagaStore;
import io.millrace.testkit.contract.SagaClaimsContract;
import io.millrace.work.Transactions;

class PostgresSagaClaimsContractTest extends SagaClaimsContract {

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
