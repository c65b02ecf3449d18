package io.millrace.testkit.contract;

import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;

class InMemoryTransactionsTest extends TransactionsContract {

    private final Transactions transactions = new InMemoryTransactions();

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
