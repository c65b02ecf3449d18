package io.millrace.postgres;

import io.millrace.consumer.Inbox;
import io.millrace.testkit.contract.InboxContract;
import io.millrace.work.Transactions;

class PostgresInboxContractTest extends InboxContract {

    private final Database database = TestDatabase.shared().database();

    @Override
    protected Inbox inbox() {
        return new PostgresInbox(database);
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
