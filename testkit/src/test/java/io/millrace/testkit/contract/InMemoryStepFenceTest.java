package io.millrace.testkit.contract;

import io.millrace.saga.InMemoryStepFence;
import io.millrace.saga.StepFence;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;

class InMemoryStepFenceTest extends StepFenceContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final StepFence fence = new InMemoryStepFence(transactions);

    @Override
    protected StepFence fence() {
        return fence;
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
