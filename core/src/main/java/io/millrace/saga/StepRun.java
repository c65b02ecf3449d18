package io.millrace.saga;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one way of a step went so far.
 *
 * @param attempts begun so far
 * @param startedAt when the first attempt began
 * @param triedAt when the last one did: a call that is over at that time at the latest, one in flight not before it
 * @param failedSince when it first failed, of the failures that its retry budget counts
 * @param dueAt when it is repeated or asked after, or given up waiting for
 * @param error what it failed with last
 * @param endedSeq the order in which the saga's steps ended, from 1; 0 while it has not
 */
public record StepRun(
        String step,
        Direction direction,
        StepStatus status,
        int attempts,
        Instant startedAt,
        Instant triedAt,
        @Nullable Instant failedSince,
        @Nullable Instant dueAt,
        @Nullable Instant endedAt,
        @Nullable String error,
        long endedSeq) {

    static StepRun begun(String step, Direction direction, Instant at) {
        return new StepRun(step, direction, StepStatus.IN_FLIGHT, 1, at, at, null, null, null, null, 0);
    }

    StepRun begunAgain(Instant at) {
        return new StepRun(
                step,
                direction,
                StepStatus.IN_FLIGHT,
                attempts + 1,
                startedAt,
                at,
                failedSince,
                null,
                null,
                error,
                endedSeq);
    }

    StepRun triedAt(Instant time) {
        return new StepRun(
                step, direction, status, attempts, startedAt, time, failedSince, dueAt, endedAt, error, endedSeq);
    }

    StepRun dueAt(@Nullable Instant time) {
        return new StepRun(
                step, direction, status, attempts, startedAt, triedAt, failedSince, time, endedAt, error, endedSeq);
    }

    /** Failed at that time; the first failure counts. */
    StepRun failed(StepStatus as, Instant at, String with) {
        Instant since = failedSince == null ? at : failedSince;
        return new StepRun(step, direction, as, attempts, startedAt, triedAt, since, null, null, with, endedSeq);
    }

    /** As the status, with a retry budget that begins anew. */
    StepRun renewed(StepStatus as, @Nullable Instant due) {
        return new StepRun(step, direction, as, attempts, startedAt, triedAt, null, due, null, error, endedSeq);
    }

    StepRun ended(StepStatus as, Instant at, long sequence) {
        return new StepRun(step, direction, as, attempts, startedAt, triedAt, null, null, at, error, sequence);
    }

    /** Whether nothing more is expected of it. */
    boolean over() {
        return status.settled() || status == StepStatus.REJECTED;
    }

    boolean is(Direction way) {
        return direction == way;
    }
}
