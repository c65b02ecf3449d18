package io.millrace.aggregate;

/** When a snapshot is taken. */
@FunctionalInterface
public interface SnapshotPolicy {

    boolean isDue(long versionBefore, long versionNow);

    /** Whenever the version passes a multiple of n. */
    static SnapshotPolicy every(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a snapshot every " + n + " events is not possible");
        }
        return (before, now) -> before / n < now / n;
    }
}
