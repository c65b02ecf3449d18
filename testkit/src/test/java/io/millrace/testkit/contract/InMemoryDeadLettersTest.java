package io.millrace.testkit.contract;

import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.InMemoryDeadLetters;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;

class InMemoryDeadLettersTest extends DeadLettersContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();

    @Override
    protected DeadLetters deadLetters() {
        return new InMemoryDeadLetters(transactions);
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
