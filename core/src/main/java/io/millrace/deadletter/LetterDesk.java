package io.millrace.deadletter;

import java.util.List;

/**
 * Dead letters as operators see and treat them. What they do takes effect where the letters' messages come from: the
 * consumer or relay that put them aside attempts them again. Safe for use by many threads.
 */
public interface LetterDesk {

    /** The newest letters with a number below {@code before}, at most {@code limit}. */
    List<FiledLetter> list(LetterFilter filter, long before, int limit);

    long count(LetterFilter filter);

    /** Letters of one source and one cause taken together, the largest groups first, at most {@code limit}. */
    List<LetterGroup> groups(LetterFilter filter, int limit);

    /** What was done to the letter, in order. */
    List<LetterAction> actions(long number);

    /**
     * Asks for another attempt at the parked ones among the letters, in order, at most so many a second, and records
     * it; returns how many they are. Those that are held follow by themselves.
     */
    long redrive(LetterFilter filter, Operator operator, double perSecond);

    /** Gives the unresolved ones among the letters up and records it; returns how many they are. */
    long discard(LetterFilter filter, Operator operator);
}
