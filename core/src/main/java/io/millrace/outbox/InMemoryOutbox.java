package io.millrace.outbox;

import io.millrace.log.InMemoryLog;
import io.millrace.log.Log;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;

/** An outbox in memory, for unit tests. */
public final class InMemoryOutbox implements Outbox {

    private final InMemoryTransactions transactions;
    private final OutgoingMessages messages;
    private final InMemoryLog<OutgoingMessage> log;

    public InMemoryOutbox(InMemoryTransactions transactions, OutgoingMessages messages) {
        this.transactions = transactions;
        this.messages = messages;
        this.log = new InMemoryLog<>(transactions, Clock.systemUTC());
    }

    @Override
    public void add(OutgoingEvent event) {
        if (!transactions.active()) {
            throw new NoTransactionException();
        }
        OutgoingMessage made = messages.of(event);
        log.append(position -> new OutgoingMessage(
                position, made.aggregateType(), made.key(), made.sequence(), made.metadata(), made.payload()));
    }

    /** The messages that are to be published, for a relay or an assertion. */
    public Log<OutgoingMessage> log() {
        return log;
    }
}
