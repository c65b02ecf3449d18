package io.millrace.testkit.contract;

import io.millrace.consumer.ConsumerFences;
import io.millrace.consumer.InMemoryConsumerFences;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;

class InMemoryConsumerFencesTest extends ConsumerFencesContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();

    @Override
    protected ConsumerFences fences() {
        return new InMemoryConsumerFences(transactions);
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
