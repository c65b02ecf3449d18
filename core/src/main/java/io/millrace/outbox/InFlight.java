package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What has been read and is not passed yet, in the order of the log, bounded in number and size. For one thread. */
final class InFlight {

    /** A position that has been read, and what must happen before the cursor may pass it. */
    sealed interface Entry {
        long position();

        default int chars() {
            return 0;
        }
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

    record EndOfPage(long position) implements Entry {}

    private static final long LARGEST_CHARS = 16 << 20;

    private final int largest;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long chars;

    InFlight(int largest) {
        this.largest = largest;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean hasRoom() {
        return entries.isEmpty() || (entries.size() < largest && chars < LARGEST_CHARS);
    }

    void add(Entry entry) {
        entries.add(entry);
        chars += entry.chars();
    }

    /** The oldest entry, if nothing more has to happen for it. */
    Optional<Entry> settled() {
        Entry head = entries.peek();
        return head instanceof Sent sent && !sent.outcome().isDone() ? Optional.empty() : Optional.ofNullable(head);
    }

    /** The oldest entry is passed. */
    void remove() {
        chars -= entries.remove().chars();
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
