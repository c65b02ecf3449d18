package io.millrace.store;

/**
 * The stream did not have the expected version: nothing was appended. As with any optimistic lock, the caller's
 * transaction is over; load again and decide anew.
 */
public class VersionConflictException extends RuntimeException {

    private final StreamId stream;
    private final long expected;
    private final long actual;

    /** @param actual the version that was found, or -1 where a concurrent append hides it */
    public VersionConflictException(StreamId stream, long expected, long actual) {
        super("stream %s: expected version %d, actual %s"
                .formatted(stream, expected, actual < 0 ? "unknown, for a concurrent append came first" : actual));
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    public StreamId stream() {
        return stream;
    }

    public long expected() {
        return expected;
    }

    public long actual() {
        return actual;
    }
}
