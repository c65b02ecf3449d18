package io.millrace.testkit.contract;

import io.millrace.log.Checkpoints;
import io.millrace.log.InMemoryCheckpoints;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;
import java.time.Clock;

class InMemoryCheckpointsTest extends CheckpointsContract {

    private final InMemoryTransactions transactions = new InMemoryTransactions();

    @Override
    protected Checkpoints checkpoints() {
        return new InMemoryCheckpoints(transactions, Clock.systemUTC());
    }

    @Override
    protected Transactions transactions() {
        return transactions;
    }
}
