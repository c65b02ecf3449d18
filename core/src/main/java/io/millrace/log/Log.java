package io.millrace.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An append-only log as its subscribers see it: settled records only, in position order, none skipped.
 *
 * <p>A position is settled when everything up to it is committed and visible, or will never be. An append that
 * is still open holds back what was appended after it, for as long as it is open and no longer. Safe for use by
 * many threads. Reads use connections of their own and never the caller's transaction.
 */
public interface Log<R extends Positioned> {

    /**
     * The settled records after the position, at most {@code limit} and fewer where they are large; an empty page
     * whose bound is {@code after} at the end.
     */
    Page<R> read(long after, int limit);

    /**
     * Waits until something is settled after the position, or the time is over. Returns whether there is.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    boolean await(long after, Duration atMost) throws InterruptedException;

    /** The position of the last committed record, settled or not; 0 for a log that was never written. */
    long last();

    /** The first position that has not been dropped, whether a record stands there or not. */
    default long oldest() {
        return 0;
    }

    /** When the first record after the position was written; empty at the end of the log. */
    Optional<Instant> writtenAfter(long position);

    /**
     * Says that a subscription reads this log on from the position: nothing after it is dropped from now on until the
     * subscription has passed it. From position 0 it reads whatever is still there.
     *
     * @throws ReclaimedException if something after the position was dropped before; the message names the remedy
     */
    default void admit(String subscription, long position) {}
}
