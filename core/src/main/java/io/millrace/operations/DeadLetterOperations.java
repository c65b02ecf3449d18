package io.millrace.operations;

import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.FiledLetter;
import io.millrace.deadletter.LetterAction;
import io.millrace.deadletter.LetterDesk;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.LetterGroup;
import io.millrace.deadletter.Operator;
import java.util.List;

/**
 * What an operator does with dead letters. Who did what, why, and what came of it is recorded with each letter.
 *
 * <p>What can't be meant is refused with an {@link IllegalArgumentException} that says what can. Safe for use by many
 * threads.
 */
public final class DeadLetterOperations {

    /** The most letters or groups shown at once. */
    public static final int LARGEST_PAGE = 500;

    private static final double FASTEST = 100_000;

    private final LetterDesk desk;

    public DeadLetterOperations(LetterDesk desk) {
        this.desk = desk;
    }

    /** A letter, and what was done to it. */
    public record Shown(FiledLetter filed, List<LetterAction> actions) {}

    /** The newest letters; the next page has the numbers below the last one's. */
    public List<FiledLetter> list(LetterFilter filter, int limit) {
        return list(filter, Long.MAX_VALUE, limit);
    }

    /** The newest letters with a number below {@code before}. */
    public List<FiledLetter> list(LetterFilter filter, long before, int limit) {
        requirePage(limit);
        return desk.list(filter, before, limit);
    }

    /** Letters of one source and one cause taken together, the largest groups first. */
    public List<LetterGroup> groups(LetterFilter filter, int limit) {
        requirePage(limit);
        return desk.groups(filter, limit);
    }

    /** @throws NoSuchLetterException if there is none of that number */
    public Shown show(long number) {
        return desk.list(LetterFilter.all().number(number), Long.MAX_VALUE, 1).stream()
                .findFirst()
                .map(filed -> new Shown(filed, desk.actions(number)))
                .orElseThrow(() -> new NoSuchLetterException(number));
    }

    /**
     * Has one letter attempted again, and then what it holds.
     *
     * @throws NoSuchLetterException if there is none of that number
     * @throws IllegalArgumentException if it is not parked
     */
    public void redrive(long number, Operator operator) {
        if (desk.redrive(LetterFilter.all().number(number), operator, FASTEST) == 0) {
            throw new IllegalArgumentException(refusal(show(number).filed()));
        }
    }

    private static String refusal(FiledLetter filed) {
        String number = "dead letter " + filed.number();
        return switch (filed.letter().state()) {
            case PARKED -> number + " was changed by somebody else at this moment: look at it again";
            case HELD ->
                number + " waits for an earlier one of its key and follows it by itself: redrive the parked"
                        + " one before it";
            case REDRIVING -> number + " is about to be attempted already";
            case REDRIVEN -> number + " was redriven already";
            case DISCARDED -> number + " was discarded; what it was about has to be done by hand";
        };
    }

    /** How many letters a redrive with this filter would attempt; what they hold follows. */
    public long redrivable(LetterFilter filter) {
        return filter.states().isEmpty() || filter.states().contains(State.PARKED)
                ? desk.count(filter.in(State.PARKED))
                : 0;
    }

    /**
     * Has the parked ones among the letters attempted again, and then what they hold; returns how many they are.
     *
     * @param perSecond so many a second at the most
     */
    public long redrive(LetterFilter filter, Operator operator, double perSecond) {
        if (!(perSecond > 0 && perSecond <= FASTEST)) {
            throw new IllegalArgumentException(
                    "a rate is more than 0 and at most %.0f letters a second, not %s".formatted(FASTEST, perSecond));
        }
        return desk.redrive(filter, operator, perSecond);
    }

    /**
     * Gives one letter up; what it holds follows.
     *
     * @throws NoSuchLetterException if there is none of that number
     * @throws IllegalArgumentException if it is resolved already
     */
    public void discard(long number, Operator operator) {
        if (desk.discard(LetterFilter.all().number(number), operator) == 0) {
            State state = show(number).filed().letter().state();
            throw new IllegalArgumentException("dead letter %d is %s already".formatted(number, state));
        }
    }

    /** Gives the unresolved ones among the letters up; returns how many they are. All letters at once are refused. */
    public long discard(LetterFilter filter, Operator operator) {
        if (filter.equals(LetterFilter.all().in(filter.states().toArray(State[]::new)))) {
            throw new IllegalArgumentException("say which letters to discard, by number, source, key, type, fingerprint"
                    + " or time: discarding is not undone");
        }
        return desk.discard(filter, operator);
    }

    private static void requirePage(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page has 1 to %d entries, not %d".formatted(LARGEST_PAGE, limit));
        }
    }
}
