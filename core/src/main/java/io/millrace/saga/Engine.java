package io.millrace.saga;

import io.millrace.outbox.Outbox.Caused;
import java.util.Collection;
import java.util.List;

/** What all that changes sagas shares. Safe for use by many threads. */
record Engine(SagaEnvironment environment, Definitions definitions, Wakeups wakeups) {

    SagaStore store() {
        return environment.store();
    }

    /** Stores what the instances have become and adds what they send, in the active transaction. */
    void record(Collection<Advance> advances) {
        List<JournalEntry> entries =
                advances.stream().flatMap(advance -> advance.entries().stream()).toList();
        List<Caused> sends =
                advances.stream().flatMap(advance -> advance.sends().stream()).toList();
        if (!entries.isEmpty()) {
            store().save(entries);
        }
        if (!sends.isEmpty()) {
            environment.outbox().addAll(sends);
        }
        environment.transactions().afterCommit(wakeups::ring);
    }
}
