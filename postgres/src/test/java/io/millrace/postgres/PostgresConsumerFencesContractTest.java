package io.millrace.postgres;

import io.millrace.consumer.ConsumerFences;
import io.millrace.testkit.contract.ConsumerFencesContract;
import io.millrace.work.Transactions;

@AtEachIsolation
class PostgresConsumerFencesContractTest extends ConsumerFencesContract {

    private final Database database;

    PostgresConsumerFencesContractTest(int isolation) {
        this.database = TestDatabase.shared().database(isolation);
    }

    @Override
    protected ConsumerFences fences() {
        return new PostgresConsumerFences(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
