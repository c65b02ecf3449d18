package io.millrace.postgres;

import io.millrace.consumer.Inbox;
import io.millrace.testkit.contract.InboxContract;
import io.millrace.work.Transactions;
import java.time.Duration;

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

    @Override
    protected void forgetTheOld() {
        InboxDays days = new InboxDays(TestDatabase.shared());
        days.claimedAgo(Duration.ofDays(30), "event_time < now() - interval '20 days'");
        days.reclaim(Duration.ofDays(20));
    }
}
