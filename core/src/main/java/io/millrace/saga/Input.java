package io.millrace.saga;

import io.millrace.deadletter.Operator;
import java.time.Duration;
import java.time.Instant;

/** What can happen to a saga. */
sealed interface Input {

    /** A runner has claimed it and sees what is due. */
    record Woken() implements Input {}

    /** A message under its key. */
    record Message(Object event) implements Input {}

    /** What became of a piece of work. */
    sealed interface Outcome extends Input {
        Work work();
    }

    /** A piece of work ended well. */
    record Returned(Work work, Object result) implements Outcome {}

    /** A piece of work threw. */
    record Threw(Work work, Throwable failure) implements Outcome {}

    /** A call did not return in its time, and nobody waits for it any more. */
    record GivenUp(Work work, Duration within) implements Outcome {}

    /** A probe found something out. */
    record Probed(Work work, Probe.Finding<Object> finding) implements Outcome {}

    /**
     * What became of work outside the transaction, which begins some time after it was recorded.
     *
     * @param begunAt when it began, or a little later
     */
    record Ended(Outcome outcome, Instant begunAt) implements Input {}

    /** What it has to send or to store can't be sent or stored. */
    record Broken(Throwable failure) implements Input {}

    /** Its version is not in any running instance of the application. */
    record Orphaned() implements Input {}

    /** Its version is there again. */
    record Adopted() implements Input {}

    /** A person acts. */
    sealed interface ByHand extends Input {
        Operator operator();
    }

    record Cancelled(Operator operator) implements ByHand {}

    /** What failed is repeated, with a retry budget that begins anew. */
    record Retried(Operator operator) implements ByHand {}

    /** Says what became of the step that the saga stands at. */
    record Resolved(Operator operator, Resolution resolution) implements ByHand {}

    /** Gives it so much time to reach the pivot, from now on. */
    record Extended(Operator operator, Duration time) implements ByHand {}
}
