package io.millrace.postgres;

import io.millrace.log.Checkpoints;
import io.millrace.testkit.contract.CheckpointsContract;
import io.millrace.work.Transactions;

@AtEachIsolation
class PostgresCheckpointsContractTest extends CheckpointsContract {

    private final Database database;

    PostgresCheckpointsContractTest(int isolation) {
        this.database = TestDatabase.shared().database(isolation);
    }

    @Override
    protected Checkpoints checkpoints() {
        return new PostgresCheckpoints(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
