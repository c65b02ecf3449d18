package io.millrace.operations;

import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.log.ReclaimedException;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.outbox.Publisher;
import io.millrace.outbox.Unsendable;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a range of a log again: each message at least once more, those of a key in position order, with the event
 * ids they had. Consumers recognise what they have handled; one that is new, or has lost its data, gets it back.
 *
 * <p>The relay goes on meanwhile, so an old message may arrive after a newer one of its key. No cursor is stored:
 * after a crash begin again at {@link Progress#position()} as it was last seen. Safe for use by many threads.
 */
public final class Republish implements AutoCloseable {

    /** Positions from the first to the last, both included. */
    public record Range(long first, long last) {

        public Range {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException(
                        "a range begins at 1 or later and ends where it begins or later, not %d to %d"
                                .formatted(first, last));
            }
        }
    }

    /**
     * How far it is.
     *
     * @param position everything up to here is done
     * @param published messages that the broker took
     * @param refused messages that the broker refused for good or that could not be made; they were passed over
     */
    public record Progress(
            Range range, long position, long published, long refused, boolean done, Optional<Throwable> failure) {}

    private record Sent(long position, CompletableFuture<?> outcome) {}

    private static final int PAGE = 500;
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Range range;
    private final Log<? extends Outgoing> log;
    private final Supplier<Publisher> publishers;
    private final Loop loop;
    private volatile Progress progress;

    // Touched by the loop, and by close after it.
    private @Nullable Publisher publisher;
    private List<Sent> sent = List.of();
    private long readTo;

    private Republish(Range range, Log<? extends Outgoing> log, Supplier<Publisher> publishers, Backoff backoff) {
        this.range = range;
        this.log = log;
        this.publishers = publishers;
        this.readTo = range.first() - 1;
        this.progress = new Progress(range, readTo, 0, 0, false, Optional.empty());
        this.loop = Loop.start("republish-" + range.first() + "-" + range.last(), this::step, backoff);
    }

    /**
     * Starts to publish on a thread of its own.
     *
     * @param publishers opens a publisher, at first and after a failure
     * @throws IllegalArgumentException if the log ends before the range does
     * @throws ReclaimedException if some of the range has been dropped already
     */
    public static Republish start(
            Range range, Log<? extends Outgoing> log, Supplier<Publisher> publishers, Backoff backoff) {
        long end = log.last();
        if (range.last() > end) {
            throw new IllegalArgumentException(
                    "the log ends at position %d, before %d: choose a range within".formatted(end, range.last()));
        }
        requireKept(log, range.first());
        return new Republish(range, log, publishers, backoff);
    }

    /** How far it is, and what it failed with lately. */
    public Progress progress() {
        Progress now = progress;
        return new Progress(now.range(), now.position(), now.published(), now.refused(), now.done(), loop.failure());
    }

    private Duration step() throws Exception {
        if (progress.done()) {
            return ROUND;
        }
        try {
            if (!sent.isEmpty() || log.await(progress.position(), ROUND)) {
                send();
                settle();
            }
            return Duration.ZERO;
        } catch (Exception e) {
            abandon();
            throw e;
        }
    }

    private void send() {
        if (!sent.isEmpty()) {
            return;
        }
        long after = progress.position();
        Page<? extends Outgoing> page = log.read(after, PAGE);
        requireKept(log, after + 1);
        Publisher open = publisher == null ? publishers.get() : publisher;
        publisher = open;
        List<Sent> sending = new ArrayList<>();
        for (Outgoing outgoing : page.records()) {
            if (outgoing.position() <= range.last()) {
                sending.add(new Sent(outgoing.position(), outcome(open, outgoing)));
            }
        }
        sent = sending;
        readTo = Math.min(page.through(), range.last());
    }

    private static CompletableFuture<?> outcome(Publisher publisher, Outgoing outgoing) {
        return switch (outgoing) {
            case OutgoingMessage message -> publisher.publish(message).toCompletableFuture();
            case Unsendable unsendable ->
                CompletableFuture.failedFuture(new PublishRefusedException("not sendable", unsendable.cause()));
        };
    }

    /** When all that was sent has been answered, moves the progress up to the first failure. */
    private void settle() throws Exception {
        CompletableFuture<?>[] outcomes = sent.stream().map(Sent::outcome).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(outcomes)
                    .handle((all, failure) -> true)
                    .get(ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        }
        for (Sent one : sent) {
            count(one);
        }
        sent = List.of();
        Progress now = progress;
        boolean done = readTo >= range.last();
        progress = new Progress(range, readTo, now.published(), now.refused(), done, Optional.empty());
        if (done) {
            abandon();
        }
    }

    private void count(Sent one) {
        Progress now = progress;
        boolean refused = false;
        try {
            one.outcome().join();
        } catch (CompletionException e) {
            refused = e.getCause() instanceof PublishRefusedException;
            if (!refused) {
                throw e;
            }
        }
        progress = new Progress(
                range,
                one.position(),
                now.published() + (refused ? 0 : 1),
                now.refused() + (refused ? 1 : 0),
                false,
                Optional.empty());
    }

    private static void requireKept(Log<?> log, long first) {
        long oldest = log.oldest();
        if (first < oldest) {
            throw new ReclaimedException(
                    "what stood before position %1$d of the log is dropped, and %2$d is asked for: begin at %1$d"
                            .formatted(oldest, first));
        }
    }

    private void abandon() {
        Publisher open = publisher;
        publisher = null;
        sent = List.of();
        if (open != null) {
            open.close();
        }
    }

    /** Stops; what is under way may or may not arrive. */
    @Override
    public void close() {
        loop.close();
        abandon();
    }
}
