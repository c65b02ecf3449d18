package io.millrace.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * One scan of a log for all the lanes that an instance owns.
 *
 * <p>Normally the lanes move along together. A lane that takes nothing for now is left behind and the others go
 * on; when it takes records again, it is read up to the others by pages of its own, in turns with theirs. For one
 * thread.
 */
public final class LaneScan<R extends Positioned> {

    /** What becomes of a record that is offered. */
    public enum Answer {
        /** It was taken. */
        TAKEN,
        /** Not now: the scan stops, and offers it again. */
        FULL,
        /** The lane takes nothing for now and is left behind. */
        STALLED
    }

    /** Takes what was read, lane by lane in order of position. */
    public interface Sink<R> {

        /** Whether the lane may be read at all; a lane that may not is left behind. */
        default boolean ready(int lane) {
            return true;
        }

        Answer offer(int lane, R record);
    }

    private static final long NOT_OWNED = -1;

    private final Log<? extends R> log;
    private final ToIntFunction<? super R> laneOf;
    private final ReadAhead<R> pages;
    private final long[] readTo;

    private final ArrayDeque<R> page = new ArrayDeque<>();
    private final BitSet reading = new BitSet();
    private long reached;
    private long through;
    private boolean laggardsTurn;

    /** @param laneOf the lane of a record, below {@code lanes} */
    public LaneScan(Log<? extends R> log, ToIntFunction<? super R> laneOf, int lanes, int pageSize) {
        this.log = log;
        this.laneOf = laneOf;
        this.pages = new ReadAhead<>(log, pageSize);
        this.readTo = new long[lanes];
        Arrays.fill(readTo, NOT_OWNED);
    }

    /** Reads the lane from now on, after the position. */
    public void own(int lane, long position) {
        readTo[lane] = position;
    }

    /** Offers no more of the lane. */
    public void disown(int lane) {
        reading.clear(lane);
        readTo[lane] = NOT_OWNED;
    }

    /** The position up to which everything of the lane was taken. */
    public long readTo(int lane) {
        return reading.get(lane) ? Math.max(readTo[lane], reached) : readTo[lane];
    }

    /** The position that the foremost lane was read to; 0 without lanes. */
    public long foremost() {
        return owned().mapToLong(this::readTo).max().orElse(0);
    }

    /** Offers the next page, or the rest of one; returns whether any lane came further. */
    public boolean advance(Sink<? super R> sink) throws InterruptedException {
        if (page.isEmpty() && !read(sink)) {
            return false;
        }
        boolean moved = false;
        while (!page.isEmpty()) {
            if (!offer(page.element(), sink)) {
                return moved;
            }
            moved = true;
            reached = page.remove().position();
        }
        reached = through;
        reading.stream().forEach(lane -> readTo[lane] = Math.max(readTo[lane], through));
        reading.clear();
        return true;
    }

    /** Returns false if the scan has to stop at the record. */
    private boolean offer(R record, Sink<? super R> sink) {
        int lane = laneOf.applyAsInt(record);
        if (!reading.get(lane) || record.position() <= readTo[lane]) {
            return true;
        }
        return switch (sink.offer(lane, record)) {
            case TAKEN -> true;
            case FULL -> false;
            case STALLED -> {
                readTo[lane] = Math.max(readTo[lane], reached);
                reading.clear(lane);
                yield true;
            }
        };
    }

    private boolean read(Sink<? super R> sink) throws InterruptedException {
        int[] ready = owned().filter(sink::ready).toArray();
        long lowest = Arrays.stream(ready).mapToLong(lane -> readTo[lane]).min().orElse(Long.MAX_VALUE);
        long highest =
                Arrays.stream(ready).mapToLong(lane -> readTo[lane]).max().orElse(Long.MAX_VALUE);
        laggardsTurn = !laggardsTurn;
        long from = laggardsTurn || !hasMore(highest) ? lowest : highest;
        if (!hasMore(from)) {
            return false;
        }
        Page<? extends R> next = pages.read(from);
        page.addAll(next.records());
        reached = from;
        through = next.through();
        Arrays.stream(ready).filter(lane -> readTo[lane] >= from).forEach(reading::set);
        return true;
    }

    private boolean hasMore(long after) throws InterruptedException {
        return after != Long.MAX_VALUE && log.await(after, Duration.ZERO);
    }

    private IntStream owned() {
        return IntStream.range(0, readTo.length).filter(lane -> readTo[lane] != NOT_OWNED);
    }
}
