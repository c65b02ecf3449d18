package io.millrace.kafka;

import java.util.OptionalLong;

/** Which offset of a partition the group does not know yet. Safe for use by many threads. */
final class PartitionOffsets {

    private static final long NONE = -1;

    private boolean unconfirmed;
    private long first = NONE;
    private long next = NONE;
    private long committed = NONE;

    synchronized void polled(long offset) {
        first = first == NONE ? offset : first;
    }

    synchronized void finished(long offset) {
        next = offset + 1;
    }

    /** From now on it is uncertain whether the partition is still ours, until the group takes an offset. */
    synchronized void doubt() {
        unconfirmed = true;
    }

    /** The offset to commit, if there is a new one, or if the group must confirm that the partition is still ours. */
    synchronized OptionalLong due() {
        if (unconfirmed && next == NONE && first != NONE) {
            return OptionalLong.of(first);
        }
        return next != NONE && (unconfirmed || next > committed) ? OptionalLong.of(next) : OptionalLong.empty();
    }

    /** The group has taken the offset; returns whether that ended a doubt. */
    synchronized boolean committed(long offset) {
        boolean confirmed = unconfirmed;
        committed = Math.max(committed, offset);
        unconfirmed = false;
        return confirmed;
    }
}
