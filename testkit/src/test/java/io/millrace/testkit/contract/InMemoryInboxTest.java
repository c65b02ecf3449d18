package io.millrace.testkit.contract;

import io.millrace.consumer.InMemoryInbox;
import io.millrace.consumer.Inbox;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;

class InMemoryInboxTest extends InboxContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();

    @Override
    protected Inbox inbox() {
        return new InMemoryInbox(transactions);
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
