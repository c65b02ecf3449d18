package io.millrace.testkit.contract;

import io.millrace.log.Log;
import io.millrace.outbox.InMemoryOutbox;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;
import java.time.Clock;

class InMemoryOutboxTest extends OutboxContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryOutbox outbox =
            new InMemoryOutbox(transactions, new OutgoingMessages(Noted.TYPES, Noted.CODEC, Clock.systemUTC()));

    @Override
    protected Outbox outbox() {
        return outbox;
    }

    @Override
    protected Log<OutgoingMessage> log() {
        return outbox.log();
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
