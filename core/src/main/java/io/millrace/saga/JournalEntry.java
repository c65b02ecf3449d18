package io.millrace.saga;

import io.millrace.deadletter.Operator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One transition of a saga. The entries of a saga, in the order of their revisions, replay to it (SG-8).
 *
 * @param what happened, such as {@code ANSWERED}
 * @param detail such as the type of the answer
 * @param after the saga as it was then
 * @param changed the steps that the transition changed
 * @param operator who did it, if a person did
 */
public record JournalEntry(
        UUID saga,
        Instant at,
        Kind what,
        @Nullable String step,
        @Nullable String detail,
        SagaInstance after,
        List<StepRun> changed,
        @Nullable Operator operator) {

    /** What happened. */
    public enum Kind {
        STARTED,
        ANSWERED,
        REFUSED,
        DONE,
        FAILED,
        CALLED,
        LOST,
        PROBED,
        WOKEN,
        CANCELLED,
        RETRIED,
        RESOLVED,
        EXTENDED,
        SUSPENDED,
        RESUMED
    }

    public long revision() {
        return after.revision();
    }
}
