package io.millrace.deadletter;

import io.millrace.deadletter.DeadLetter.State;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those with all of these values. Null, or no state, stands for any.
 *
 * @param from parked at this time or later
 * @param to parked before this time
 */
public record LetterFilter(
        @Nullable Long number,
        @Nullable String source,
        @Nullable String key,
        @Nullable String type,
        @Nullable String fingerprint,
        Set<State> states,
        @Nullable Instant from,
        @Nullable Instant to) {

    public LetterFilter {
        states = Set.copyOf(states);
    }

    public static LetterFilter all() {
        return new LetterFilter(null, null, null, null, null, Set.of(), null, null);
    }

    public LetterFilter number(long value) {
        return new LetterFilter(value, source, key, type, fingerprint, states, from, to);
    }

    public LetterFilter source(String value) {
        return new LetterFilter(number, value, key, type, fingerprint, states, from, to);
    }

    public LetterFilter key(String value) {
        return new LetterFilter(number, source, value, type, fingerprint, states, from, to);
    }

    public LetterFilter type(String value) {
        return new LetterFilter(number, source, key, value, fingerprint, states, from, to);
    }

    public LetterFilter fingerprint(String value) {
        return new LetterFilter(number, source, key, type, value, states, from, to);
    }

    public LetterFilter in(State... values) {
        return new LetterFilter(number, source, key, type, fingerprint, Set.of(values), from, to);
    }

    public LetterFilter parkedBetween(@Nullable Instant first, @Nullable Instant before) {
        return new LetterFilter(number, source, key, type, fingerprint, states, first, before);
    }

    boolean matches(FiledLetter filed) {
        DeadLetter letter = filed.letter();
        return is(number, filed.number())
                && is(source, letter.source())
                && is(key, letter.key())
                && is(type, letter.type())
                && is(fingerprint, letter.failure().fingerprint())
                && (states.isEmpty() || states.contains(letter.state()))
                && (from == null || !letter.parkedAt().isBefore(from))
                && (to == null || letter.parkedAt().isBefore(to));
    }

    private static boolean is(@Nullable Object wanted, @Nullable Object found) {
        return wanted == null || wanted.equals(found);
    }
}
