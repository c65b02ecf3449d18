package io.millrace.deadletter;

import java.util.List;
import java.util.Set;

/** What could not be handled or published: nothing is thrown away. Safe for use by many threads. */
public interface DeadLetters {

    /**
     * Keeps the message, in the caller's transaction or in one of its own where none is active. Parking the same
     * location for the same source again changes nothing.
     */
    void park(DeadLetter letter);

    /** The newest dead letters of the source, at most {@code limit}. */
    List<DeadLetter> list(String source, int limit);

    /** The keys of the source whose later messages must wait. */
    Set<String> keys(String source);

    /** The number of dead letters of the source. */
    long count(String source);
}
