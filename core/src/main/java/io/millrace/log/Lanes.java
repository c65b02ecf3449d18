package io.millrace.log;

/**
 * Lanes divide the keys of a log among the instances that work on it: a key belongs to one lane for ever, and a
 * lane to one instance at a time.
 */
public final class Lanes {

    /** The lanes of whatever is worked on by several instances at once. */
    public static final int COUNT = 64;

    private Lanes() {}

    /** The lane of a key. It is stored with messages, so it must never be another one. */
    public static int of(String key) {
        return of(key, COUNT);
    }

    /** The lane of a key among so many. */
    public static int of(String key, int lanes) {
        int hash = key.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), lanes);
    }
}
