package io.millrace.postgres;

import io.millrace.store.EventStore;
import io.millrace.testkit.contract.EventStoreContract;
import io.millrace.testkit.contract.Noted;
import io.millrace.work.Transactions;
import org.junit.jupiter.api.AfterEach;

@AtEachIsolation
class PostgresEventStoreContractTest extends EventStoreContract {

    private final Database database;
    private final PostgresEventStore store;

    PostgresEventStoreContractTest(int isolation) {
        this.database = TestDatabase.shared().database(isolation);
        this.store = new PostgresEventStore(database, Noted.CODEC);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Override
    protected EventStore store() {
        return store;
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
