package io.millrace.saga;

import io.millrace.event.EventFormatException;
import io.millrace.outbox.Outbox.Caused;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What all that changes sagas shares. Safe for use by many threads. */
record Engine(SagaEnvironment environment, Definitions definitions, Wakeups wakeups) {

    SagaStore store() {
        return environment.store();
    }

    /** What forbids to send what follows from a message: for that no message is repeated, nor its key held. */
    Optional<EventFormatException> unsendable(Advance advance) {
        try {
            advance.sends()
                    .forEach(sent -> environment.codec().encode(sent.event().event()));
            return Optional.empty();
        } catch (EventFormatException e) {
            return Optional.of(e);
        }
    }

    /** Suspends the saga, which stands as it stood before, and says so unless that can't be sent. */
    Advance broken(Advance untouched, Throwable cause) {
        Advance suspended = untouched.apply(new Input.Broken(cause));
        return unsendable(suspended).isEmpty() ? suspended : suspended.silenced();
    }

    /**
     * What a person makes of the saga.
     *
     * @throws IllegalStateException if its definition does not let it be done
     */
    Advance byHand(Advance untouched, Input.ByHand input) {
        try {
            return untouched.apply(input);
        } catch (DefinitionException e) {
            throw new IllegalStateException(
                    e.getMessage() + ": mend the definition and deploy it, then do it again", e);
        }
    }

    /** Stores what the instances have become and adds what they send, in the active transaction. */
    void record(Collection<Advance> advances) {
        List<JournalEntry> entries =
                advances.stream().flatMap(advance -> advance.entries().stream()).toList();
        List<Caused> sends =
                advances.stream().flatMap(advance -> advance.sends().stream()).toList();
        if (entries.isEmpty()) {
            return; // and nobody is woken: a look that found nothing must not lead to the next one
        }
        store().save(entries);
        if (!sends.isEmpty()) {
            environment.outbox().addAll(sends);
        }
        environment.transactions().afterCommit(wakeups::ring);
    }
}
