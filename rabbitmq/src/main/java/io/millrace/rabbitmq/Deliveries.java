package io.millrace.rabbitmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What RabbitMQ has delivered on a channel and not been told to forget, by delivery tag. Not shared.
 *
 * <p>Usually one acknowledgement covers everything up to a tag. What is finished behind a message that is not would
 * use up the prefetch for as long as that one is repeated, so that is acknowledged singly.
 */
final class Deliveries {

    /** An acknowledgement; of everything up to the tag, or of one. */
    record Ack(long tag, boolean multiple) {}

    private final int mostBehind;
    private final TreeMap<Long, Long> open = new TreeMap<>();
    private final TreeSet<Long> finished = new TreeSet<>();

    /** @param mostBehind so many finished messages may wait for one that is not */
    Deliveries(int mostBehind) {
        this.mostBehind = mostBehind;
    }

    void delivered(long tag) {
        open.put(tag, System.nanoTime());
    }

    /** Messages that are not finished. */
    int open() {
        return open.size();
    }

    /** Whether one has not been finished for longer. */
    boolean holdsLongerThan(Duration time) {
        return !open.isEmpty() && System.nanoTime() - open.firstEntry().getValue() > time.toNanos();
    }

    /** Returns what to acknowledge now. */
    List<Ack> finished(List<Long> tags) {
        tags.forEach(open::remove);
        finished.addAll(tags);
        List<Ack> acks = new ArrayList<>();
        NavigableSet<Long> withoutGap = open.isEmpty() ? finished : finished.headSet(open.firstKey(), false);
        if (!withoutGap.isEmpty()) {
            acks.add(new Ack(withoutGap.last(), true));
            withoutGap.clear();
        }
        if (finished.size() > mostBehind) {
            acks.addAll(rest());
        }
        return acks;
    }

    /** Returns the acknowledgements of what is finished behind something that is not. */
    List<Ack> rest() {
        List<Ack> acks = finished.stream().map(tag -> new Ack(tag, false)).toList();
        finished.clear();
        return acks;
    }
}
