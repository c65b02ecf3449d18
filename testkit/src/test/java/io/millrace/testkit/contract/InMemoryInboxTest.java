package io.millrace.testkit.contract;

import io.millrace.consumer.InMemoryInbox;
import io.millrace.consumer.Inbox;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;

class InMemoryInboxTest extends InboxContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryInbox inbox = new InMemoryInbox(transactions);

    @Override
    protected Inbox inbox() {
        return inbox;
    }

    @Override
    protected void forgetTheOld() {
        inbox.forgetBefore(Instant.now().minus(Duration.ofDays(20)));
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
