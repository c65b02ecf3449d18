package io.millrace.store;

/** The version that a stream must have for an append to succeed; versions count from 1, so 0 is a new stream. */
public record ExpectedVersion(long value) {

    public ExpectedVersion {
        if (value < 0) {
            throw new IllegalArgumentException("a stream has no version " + value);
        }
    }

    /** The stream must not exist yet. */
    public static ExpectedVersion none() {
        return new ExpectedVersion(0);
    }

    public static ExpectedVersion of(long version) {
        return new ExpectedVersion(version);
    }
}
