package io.millrace.postgres;

import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps outbox, inbox and marks of step fences from growing for ever. Outbox and inbox have partitions, which it makes
 * ahead of need and drops whole when their time is over; old marks are deleted. What a reader of the outbox has not
 * passed is never dropped, however old it is.
 *
 * <p>Every instance may run it; one works at a time. It waits 100 ms at most for a lock, and comes back later.
 * The role needs no right to create or drop. Dead letters, events and keys are kept.
 */
public final class Retention implements AutoCloseable {

    /**
     * How long what is kept.
     *
     * @param outbox since the newest message of a segment
     * @param inbox since an event and since its handling, whichever is later: a repeated event is recognised for so
     *     long; whole days
     * @param fences since an action or its undo was last marked by a {@code StepFence}; longer than a saga may take, for an
     *     action that comes later than that after its undo is taken for a first one
     * @param segmentSize positions in a segment of the outbox at least: so much may be kept beyond its time
     * @param every how often it looks
     */
    public record Settings(Duration outbox, Duration inbox, Duration fences, long segmentSize, Duration every) {

        private static final Duration FOR_EVER = Duration.ofDays(36_500);

        public Settings {
            if (outbox.isNegative() || isUnderADay(inbox) || isUnderADay(fences) || segmentSize < 1) {
                throw new IllegalArgumentException(
                        "retention needs an outbox time of 0 or more, times of a day or more for inbox and fences and a"
                                + " segment size of 1 or more, not %s, %s, %s and %d"
                                        .formatted(outbox, inbox, fences, segmentSize));
            }
        }

        private static boolean isUnderADay(Duration time) {
            return time.compareTo(Duration.ofDays(1)) < 0;
        }

        /** A day in the outbox, a week in the inbox, 30 days of marks, segments of 1,000,000 positions, every minute. */
        public static Settings defaults() {
            return new Settings(
                    Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30), 1_000_000, Duration.ofMinutes(1));
        }

        /** The same without dropping anything; partitions are made nevertheless. */
        public Settings keepingEverything() {
            return new Settings(FOR_EVER, FOR_EVER, FOR_EVER, segmentSize, every);
        }
    }

    /**
     * A subscription that reads the outbox.
     *
     * @param position what it has passed
     * @param waitingSince when the first message that it has not passed was written
     */
    public record Reader(String subscription, long position, Optional<Instant> waitingSince) {

        /** Whether a message waits for it since before the time. */
        public boolean waitsSinceBefore(Instant time) {
            return waitingSince.filter(time::isAfter).isPresent();
        }
    }

    /**
     * How the outbox stands.
     *
     * @param oldest the first position of the oldest segment
     * @param segments how many there are
     * @param late those who make the outbox keep more than half of its retention
     */
    public record Status(long oldest, int segments, List<Reader> readers, List<Reader> late) {}

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration WARN_EVERY = Duration.ofMinutes(10);

    private final Settings settings;
    private final Partitions partitions;
    private final Map<String, Instant> warned = new HashMap<>();
    private final Loop loop;
    private volatile @Nullable Status found;

    private Retention(Database database, Settings settings) {
        this.settings = settings;
        this.partitions = new Partitions(database);
        this.loop = Loop.start("retention", this::step, Backoff.defaults());
    }

    /** Starts to look after outbox and inbox on a thread of its own. */
    public static Retention start(Database database, Settings settings) {
        return new Retention(database, settings);
    }

    /** What the last round failed with; empty when it succeeded. */
    public Optional<Throwable> failure() {
        return loop.failure();
    }

    /** How the outbox stood after the last round, which also another instance may have worked; empty before it. */
    public Optional<Status> status() {
        return Optional.ofNullable(found);
    }

    private Status look() {
        List<Reader> readers = partitions.readers();
        Instant late = Instant.now().minus(settings.outbox().dividedBy(2));
        Partitions.Segments segments = partitions.segments();
        return new Status(
                segments.oldest(),
                segments.count(),
                readers,
                readers.stream().filter(reader -> reader.waitsSinceBefore(late)).toList());
    }

    private Duration step() {
        boolean prepared = partitions.prepare(settings.segmentSize());
        boolean reclaimed = partitions.reclaim(settings);
        Status now = look();
        found = now;
        warn(now.late());
        boolean soon = !prepared || !reclaimed;
        return soon && settings.every().compareTo(SOON) > 0 ? SOON : settings.every();
    }

    private void warn(List<Reader> late) {
        Instant now = Instant.now();
        warned.values().removeIf(since -> since.plus(WARN_EVERY).isBefore(now));
        for (Reader reader : late) {
            if (warned.putIfAbsent(reader.subscription(), now) == null) {
                log.warn(
                        "'{}' is behind: it has passed position {} of the outbox, and the next message waits since {}."
                                + " Everything after it is kept until it goes on. If it was ended for good, and only then:"
                                + " DELETE FROM log_readers WHERE subscription = '{}'",
                        reader.subscription(),
                        reader.position(),
                        reader.waitingSince().map(Instant::toString).orElse("now"),
                        reader.subscription());
            }
        }
    }

    /** Ends the round at hand and stops. */
    @Override
    public void close() {
        loop.close();
    }
}
