package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What was read from one lane and is not passed yet, in the order of the log. For one thread. */
final class LaneQueue {

    /** A message that was read, and what must happen before the cursor may pass it. */
    sealed interface Entry {
        long position();

        int chars();
    }

    record Sent(OutgoingMessage message, CompletableFuture<?> outcome) implements Entry {
        @Override
        public long position() {
            return message.position();
        }

        @Override
        public int chars() {
            return message.payload().length();
        }
    }

    record Unsent(long position, DeadLetter letter) implements Entry {
        @Override
        public int chars() {
            return letter.payload().length();
        }
    }

    private static final long STALLED_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long chars;
    private long headSinceNanos;

    int size() {
        return entries.size();
    }

    long chars() {
        return chars;
    }

    /** The oldest entry. */
    Optional<Entry> head() {
        return Optional.ofNullable(entries.peek());
    }

    /** Whether its oldest entry has been waited for so long that the lane must not keep others from their room. */
    boolean stalled() {
        return !entries.isEmpty() && System.nanoTime() - headSinceNanos > STALLED_AFTER_NANOS;
    }

    void add(Entry entry) {
        if (entries.isEmpty()) {
            headSinceNanos = System.nanoTime();
        }
        entries.add(entry);
        chars += entry.chars();
    }

    /** Takes the oldest entry out if nothing more has to happen for it. */
    @Nullable
    Entry settled() {
        Entry head = entries.peek();
        if (head == null || (head instanceof Sent sent && !sent.outcome().isDone())) {
            return null;
        }
        entries.remove();
        chars -= head.chars();
        headSinceNanos = System.nanoTime();
        return head;
    }

    /** Waits until the oldest entry is settled, or the time is over. */
    void await(Duration atMost) throws InterruptedException {
        if (!(entries.peek() instanceof Sent sent)) {
            return;
        }
        try {
            sent.outcome().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return; // what the outcome is, is looked at when it settles
        }
    }
}
