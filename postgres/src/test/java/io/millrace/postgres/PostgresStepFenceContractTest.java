package io.millrace.postgres;

import io.millrace.saga.StepFence;
import io.millrace.testkit.contract.StepFenceContract;
import io.millrace.work.Transactions;

class PostgresStepFenceContractTest extends StepFenceContract {

    private final Database database = TestDatabase.shared().database();

    @Override
    protected StepFence fence() {
        return new PostgresStepFence(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
