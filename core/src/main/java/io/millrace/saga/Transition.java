package io.millrace.saga;

import io.millrace.outbox.OutgoingEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an input makes of a saga.
 *
 * @param entry null if nothing changed
 * @param sends messages that leave with the transition
 * @param work what its claimer has to run now
 * @param disposition what became of a message
 */
record Transition(
        SagaInstance instance,
        @Nullable JournalEntry entry,
        List<OutgoingEvent> sends,
        Optional<Work> work,
        Disposition disposition) {

    /** What became of a message. */
    enum Disposition {
        APPLIED,
        /** The saga had ended, or had turned back from the step. */
        LATE,
        /** It says nothing new. */
        IGNORED,
        /** The definition could not take it in; it is kept for when the saga goes on. */
        KEPT
    }

    boolean changed() {
        return entry != null;
    }
}
