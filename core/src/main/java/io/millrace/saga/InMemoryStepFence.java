package io.millrace.saga;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;

/** A fence in memory, for unit tests. */
public final class InMemoryStepFence implements StepFence {

    private enum Outcome {
        APPLIED,
        UNDONE
    }

    private final InMemoryTransactions transactions;
    private final InMemoryTable<String, Outcome> outcomes;

    public InMemoryStepFence(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.outcomes = new InMemoryTable<>(transactions);
    }

    @Override
    public Entry act(String key) {
        requireTransaction();
        outcomes.lock(key);
        Entry entry = outcomes.get(key)
                .map(outcome -> outcome == Outcome.APPLIED ? Entry.REPEATED : Entry.UNDONE)
                .orElse(Entry.FIRST);
        if (entry == Entry.FIRST) {
            outcomes.put(key, Outcome.APPLIED);
        }
        return entry;
    }

    @Override
    public boolean undo(String key) {
        requireTransaction();
        outcomes.lock(key);
        boolean applied = outcomes.get(key).filter(Outcome.APPLIED::equals).isPresent();
        outcomes.put(key, Outcome.UNDONE);
        return applied;
    }

    private void requireTransaction() {
        if (!transactions.active()) {
            throw new IllegalStateException(
                    "a StepFence needs the transaction that holds the step's effects: call it inside Transactions.run");
        }
    }
}
