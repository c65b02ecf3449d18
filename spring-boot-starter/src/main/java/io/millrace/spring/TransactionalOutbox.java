package io.millrace.spring;

import io.millrace.outbox.NoTransactionException;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The outbox of {@code @Transactional} methods. An event that can't be written fails where it is added; all events
 * of a transaction are written in one call right before its commit, after the flush of JPA: so their order follows
 * the locks on the rows that they tell of, and an early event in a long transaction holds nothing back.
 *
 * <p>Each REQUIRES_NEW has its own events; those of a NESTED one that rolled back are dropped.
 */
final class TransactionalOutbox implements Outbox {

    private final SpringTransactions transactions;
    private final OutgoingMessages messages;
    private final Flush flush;
    private final Consumer<List<OutgoingMessage>> write;

    /** @param write writes the messages in the active transaction */
    TransactionalOutbox(
            SpringTransactions transactions,
            OutgoingMessages messages,
            Flush flush,
            Consumer<List<OutgoingMessage>> write) {
        this.transactions = transactions;
        this.messages = messages;
        this.flush = flush;
        this.write = write;
    }

    @Override
    public void add(OutgoingEvent event) {
        TransactionEnd end = transactions.end();
        if (end == null) {
            throw new NoTransactionException();
        }
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw new IllegalStateException("an event can't be added in a read-only transaction");
        }
        if (end.enqueue(messages.of(event))) {
            end.beforeCommit(() -> write(end));
        }
    }

    private void write(TransactionEnd end) {
        flush.flush();
        write.accept(end.takeOutgoing());
    }
}
