package io.millrace.kafka;

import io.millrace.consumer.IncomingMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;

/** What was polled from a partition and is not finished, and which offset the group does not know yet. Not shared. */
final class PartitionBacklog {

    private static final long LARGEST_CHARS = 4 << 20;
    private static final long NONE = -1;

    private final int enough;
    private final ArrayDeque<IncomingMessage> messages = new ArrayDeque<>();
    private long chars;
    private boolean unconfirmed;
    private long next = NONE;
    private long committed = NONE;

    /** @param enough so many messages fill it, however small they are */
    PartitionBacklog(int enough) {
        this.enough = enough;
    }

    void add(List<IncomingMessage> polled) {
        messages.addAll(polled);
        polled.forEach(message -> chars += message.body().length());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    boolean isFull() {
        return messages.size() >= enough || chars >= LARGEST_CHARS;
    }

    List<IncomingMessage> head(int atMost) {
        return messages.stream().limit(atMost).toList();
    }

    void finish(int done) {
        for (int i = 0; i < done; i++) {
            IncomingMessage finished = messages.remove();
            chars -= finished.body().length();
            next = finished.origin().offset() + 1;
        }
    }

    /** From now on it is uncertain whether the partition is still ours, until the group takes an offset. */
    void doubt() {
        unconfirmed = true;
    }

    boolean inDoubt() {
        return unconfirmed;
    }

    /** The offset to commit, if there is a new one, or if the group must confirm that the partition is still ours. */
    OptionalLong due() {
        IncomingMessage first = messages.peek();
        if (unconfirmed && next == NONE && first != null) {
            return OptionalLong.of(first.origin().offset());
        }
        return next != NONE && (unconfirmed || next > committed) ? OptionalLong.of(next) : OptionalLong.empty();
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
        unconfirmed = false;
    }
}
