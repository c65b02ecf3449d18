package io.millrace.deadletter;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What could not be handled or published: nothing is thrown away. A letter holds the later messages of its key until
 * it is resolved: redriven, or discarded by an operator. Letters of a key are in the order in which they were parked.
 *
 * <p>All methods join the caller's transaction, or work in one of their own where none is active. Safe for use by
 * many threads.
 */
public interface DeadLetters {

    /**
     * Keeps the message. Parking the same location for the same source again changes nothing, unless the letter was
     * resolved: then it is open again, with what the message failed with now.
     */
    void park(DeadLetter letter);

    /** The newest dead letters of the source in whatever state, at most {@code limit}. */
    List<DeadLetter> list(String source, int limit);

    /** The keys of the source whose later messages must wait. */
    Set<String> keys(String source);

    /**
     * Which of these keys must wait. In a transaction, they must until it ends: whoever resolves their last letter
     * waits for that, and is waited for.
     */
    Set<String> held(String source, Collection<String> keys);

    /**
     * The unresolved letters of the source that may be attempted now, in order and at most {@code limit}: of each key
     * the first ones, up to one that is parked or that is due later. Locks those keys for the caller's transaction and
     * leaves out what another one has locked, so that nobody else works on them.
     */
    List<DeadLetter> releasable(String source, int limit);

    /** These letters were handled or published. Those that an operator has resolved meanwhile stay as they are. */
    void redriven(Collection<UUID> ids);

    /** The letter failed once more, and is parked. One that an operator has resolved meanwhile stays as it is. */
    void failedAgain(UUID id, Failure failure);

    /** The number of unresolved dead letters of the source. */
    long count(String source);
}
