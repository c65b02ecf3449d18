package io.millrace.outbox;

import io.millrace.log.Lanes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is in flight in all lanes of an instance, bounded in number and size. A lane that is stalled keeps what it
 * has and takes nothing, and its part does not count against the others. For one thread.
 */
final class LaneQueues {

    private static final long LARGEST_CHARS = 16 << 20;
    private static final int LANE_SHARE_OF_CHARS = 32;
    private static final int LANE_SHARE_OF_WINDOW = 8;

    private final int window;
    private final @Nullable LaneQueue[] queues = new LaneQueue[Lanes.COUNT];
    private int size;
    private long chars;

    LaneQueues(int window) {
        this.window = window;
    }

    void open(int lane) {
        queues[lane] = new LaneQueue();
    }

    void close(int lane) {
        queues[lane] = null;
    }

    /** The lanes that are open. */
    IntStream lanes() {
        return IntStream.range(0, queues.length).filter(lane -> queues[lane] != null);
    }

    List<LaneQueue> all() {
        return Arrays.stream(queues).filter(Objects::nonNull).toList();
    }

    LaneQueue of(int lane) {
        return Objects.requireNonNull(queues[lane], "a lane that is not open");
    }

    boolean isEmpty() {
        return all().stream().allMatch(queue -> queue.size() == 0);
    }

    /** Looks how much room there is; a lane that is stalled takes none of it. */
    void look() {
        size = 0;
        chars = 0;
        for (LaneQueue queue : all()) {
            if (!queue.stalled()) {
                size += queue.size();
                chars += queue.chars();
            }
        }
    }

    /** Whether there is room for more, all in all. */
    boolean hasRoom() {
        return size == 0 || (size < window && chars < LARGEST_CHARS);
    }

    void add(int lane, LaneQueue.Entry entry) {
        of(lane).add(entry);
        size++;
        chars += entry.chars();
    }

    /** Whether the lane takes one more. */
    boolean takes(int lane) {
        return below(lane, 1);
    }

    /** Whether the lane has so much room that it is worth reading for. */
    boolean ready(int lane) {
        return below(lane, 2);
    }

    private boolean below(int lane, int part) {
        LaneQueue queue = queues[lane];
        return queue != null
                && !queue.stalled()
                && (queue.size() == 0
                        || (queue.size() * part < Math.max(part, window / LANE_SHARE_OF_WINDOW)
                                && queue.chars() * part < LARGEST_CHARS / LANE_SHARE_OF_CHARS));
    }

    /** Waits until something may have settled, or the time is over. */
    void await(Duration atMost) throws InterruptedException {
        Optional<LaneQueue> oldest = all().stream()
                .filter(queue -> queue.size() > 0)
                .min(Comparator.comparing(LaneQueue::stalled)
                        .thenComparing(queue -> queue.head().orElseThrow().position()));
        if (oldest.isPresent()) {
            oldest.get().await(atMost);
        }
    }
}
