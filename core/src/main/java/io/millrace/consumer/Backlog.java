package io.millrace.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Messages of a partition that are not finished. Not shared. */
final class Backlog {

    private static final long LARGEST_CHARS = 4 << 20;

    private final int enough;
    private final ArrayDeque<IncomingMessage> messages = new ArrayDeque<>();
    private long chars;

    /** @param enough so many messages fill it, however small they are */
    Backlog(int enough) {
        this.enough = enough;
    }

    void add(List<IncomingMessage> offered) {
        messages.addAll(offered);
        offered.forEach(message -> chars += message.body().length());
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

    /** Takes the first so many out. */
    List<IncomingMessage> finish(int done) {
        List<IncomingMessage> finished = new ArrayList<>(done);
        for (int i = 0; i < done; i++) {
            IncomingMessage message = messages.remove();
            chars -= message.body().length();
            finished.add(message);
        }
        return finished;
    }
}
