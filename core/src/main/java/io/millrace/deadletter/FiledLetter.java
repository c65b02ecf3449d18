package io.millrace.deadletter;

import io.millrace.deadletter.DeadLetter.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as operators see it.
 *
 * @param number names it; letters are numbered in the order in which they were parked
 * @param failedAgain how often it failed after an operator asked for another attempt, or after its turn had come
 * @param failedAt when it failed last
 * @param redriveAfter when it may be attempted, where an operator asked for it
 * @param resolvedAt when it was redriven or discarded
 */
public record FiledLetter(
        long number,
        DeadLetter letter,
        int failedAgain,
        Instant failedAt,
        @Nullable Instant redriveAfter,
        @Nullable Instant resolvedAt) {

    FiledLetter redriving(Instant after) {
        return new FiledLetter(number, letter.in(State.REDRIVING), failedAgain, failedAt, after, null);
    }

    FiledLetter resolved(State state, Instant at) {
        return new FiledLetter(number, letter.in(state), failedAgain, failedAt, null, at);
    }

    FiledLetter failed(Failure failure, Instant at) {
        return new FiledLetter(number, letter.failedAgain(failure), failedAgain + 1, at, null, null);
    }
}
