package io.millrace.postgres;

import io.millrace.deadletter.DeadLetters;
import io.millrace.testkit.contract.DeadLettersContract;
import io.millrace.work.Transactions;

@AtEachIsolation
class PostgresDeadLettersContractTest extends DeadLettersContract {

    private final Database database;

    PostgresDeadLettersContractTest(int isolation) {
        this.database = TestDatabase.shared().database(isolation);
    }

    @Override
    protected DeadLetters deadLetters() {
        return new PostgresDeadLetters(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
