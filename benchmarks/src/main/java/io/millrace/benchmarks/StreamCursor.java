package io.millrace.benchmarks;

import java.util.UUID;

/** Walks through streams of some appends each, as orders have them. For one thread. */
final class StreamCursor {

    private static final int APPENDS = 5;

    private String id = "";
    private int appends = APPENDS;
    private long version;
    private long next;

    /** Moves on to where the next events belong. */
    void next(int events) {
        if (appends == APPENDS) {
            id = UUID.randomUUID().toString();
            appends = 0;
            next = 0;
        }
        version = next;
        next += events;
        appends++;
    }

    String id() {
        return id;
    }

    /** The version that the stream has. */
    long version() {
        return version;
    }
}
