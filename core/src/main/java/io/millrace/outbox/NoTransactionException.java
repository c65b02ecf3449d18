package io.millrace.outbox;

/** An event was added outside a transaction: it could be published although the change it tells of was lost. */
public class NoTransactionException extends IllegalStateException {

    public NoTransactionException() {
        super("Outbox.add needs a transaction on the outbox's own DataSource:"
                + " call it inside @Transactional, or inside Transactions.run");
    }
}
