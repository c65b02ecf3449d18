package io.millrace.deadletter;

import java.time.Instant;

/**
 * What an operator did to a dead letter.
 *
 * @param result what came of it; {@code REDRIVING} until it is known
 */
public record LetterAction(long letter, Kind kind, Operator operator, Instant at, String result) {

    /** The result of a redrive that has not been attempted yet. */
    public static final String PENDING = "REDRIVING";

    public enum Kind {
        REDRIVE,
        DISCARD
    }

    LetterAction endingIn(String outcome) {
        return new LetterAction(letter, kind, operator, at, outcome);
    }
}
