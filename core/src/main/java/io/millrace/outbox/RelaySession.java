package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.Failure;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.log.Lease;
import io.millrace.log.Page;
import io.millrace.outbox.Relay.Environment;
import io.millrace.outbox.Relay.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The work of a relay under one lease: what is in flight, and how far everything is acknowledged. For one thread. */
final class RelaySession implements AutoCloseable {

    private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);
    private static final Failure BEHIND_ANOTHER =
            Failure.of(new PublishRefusedException("waits for an earlier message of its key", null));
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration IDLE = Duration.ofMillis(500);

    /** A position that has been read, and what must happen before the cursor may pass it. */
    private sealed interface Entry {
        long position();

        CompletableFuture<?> outcome();
    }

    private record Sent(OutgoingMessage message, CompletableFuture<?> outcome) implements Entry {
        @Override
        public long position() {
            return message.position();
        }
    }

    private record Held(OutgoingMessage message) implements Entry {
        @Override
        public long position() {
            return message.position();
        }

        @Override
        public CompletableFuture<?> outcome() {
            return DONE;
        }
    }

    private record EndOfPage(long position) implements Entry {
        @Override
        public CompletableFuture<?> outcome() {
            return DONE;
        }
    }

    private final Lease lease;
    private final Environment environment;
    private final Publisher publisher;
    private final Settings settings;
    private final Set<String> heldKeys;
    private final ArrayDeque<Entry> inFlight = new ArrayDeque<>();
    private final List<DeadLetter> toPark = new ArrayList<>();

    private long readTo;
    private long acknowledged;
    private long stored;
    private long storedAtNanos = System.nanoTime();

    RelaySession(Lease lease, Environment environment, Publisher publisher, Settings settings) {
        this.lease = lease;
        this.environment = environment;
        this.publisher = publisher;
        this.settings = settings;
        this.heldKeys = environment.deadLetters().keys(source());
        this.stored = environment.checkpoints().position(lease.subscription());
        this.acknowledged = stored;
        this.readTo = stored;
    }

    Lease lease() {
        return lease;
    }

    /** Reads, publishes and moves the cursor until the time is over; returns earlier when there is nothing to do. */
    void work(Duration atMost) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + atMost.toNanos();
        do {
            boolean read = fill();
            settle();
            store(false);
            if (!read && inFlight.isEmpty()) {
                store(true);
                environment.log().await(readTo, IDLE);
                return;
            }
            if (!read) {
                awaitHead(PATIENCE);
            }
        } while (System.nanoTime() < end);
    }

    /** Waits until all that was published is acknowledged, and stores the cursor. */
    void drain(Duration atMost) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!inFlight.isEmpty() && System.nanoTime() < end) {
            awaitHead(PATIENCE);
            settle();
        }
        store(true);
    }

    private boolean fill() throws InterruptedException {
        if (inFlight.size() >= settings.window() || !environment.log().await(readTo, Duration.ZERO)) {
            return false;
        }
        Page<OutgoingMessage> page = environment.log().read(readTo, settings.pageSize());
        for (OutgoingMessage message : page.records()) {
            inFlight.add(send(message));
        }
        inFlight.add(new EndOfPage(page.through()));
        boolean moved = page.through() > readTo;
        readTo = page.through();
        return moved;
    }

    private Entry send(OutgoingMessage message) {
        return heldKeys.contains(message.key())
                ? new Held(message)
                : new Sent(message, publisher.publish(message).toCompletableFuture());
    }

    private void settle() throws InterruptedException, ExecutionException {
        while (!inFlight.isEmpty() && inFlight.peek().outcome().isDone()) {
            Entry head = inFlight.remove();
            switch (head) {
                case Sent sent -> settle(sent);
                case Held held -> toPark.add(letter(held.message(), BEHIND_ANOTHER, DeadLetter.State.HELD));
                case EndOfPage end -> {}
            }
            acknowledged = head.position();
        }
    }

    private void settle(Sent sent) throws InterruptedException, ExecutionException {
        try {
            sent.outcome().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof PublishRefusedException refusal)) {
                throw e;
            }
            heldKeys.add(sent.message().key());
            toPark.add(letter(sent.message(), Failure.of(refusal), DeadLetter.State.PARKED));
        }
    }

    private void store(boolean now) {
        boolean due = now
                || System.nanoTime() - storedAtNanos >= settings.cursorEvery().toNanos();
        if (acknowledged <= stored || !due) {
            return;
        }
        environment.transactions().run(() -> {
            environment.checkpoints().advance(lease, acknowledged);
            toPark.forEach(environment.deadLetters()::park);
        });
        toPark.clear();
        stored = acknowledged;
        storedAtNanos = System.nanoTime();
    }

    private void awaitHead(Duration atMost) throws InterruptedException {
        if (inFlight.isEmpty()) {
            return;
        }
        try {
            inFlight.peek().outcome().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // settle() looks at the outcome, if there is one by now
            return;
        }
    }

    private DeadLetter letter(OutgoingMessage message, Failure failure, DeadLetter.State state) {
        EventMetadata metadata = message.metadata();
        return new DeadLetter(
                EventIds.next(),
                source(),
                Long.toString(message.position()),
                message.key(),
                metadata.eventId(),
                metadata.type(),
                CloudEvents.attributes(
                        metadata, URI.create(message.aggregateType()), message.key(), message.sequence()),
                message.payload(),
                failure,
                1,
                state,
                environment.clock().instant());
    }

    private String source() {
        return "relay:" + lease.subscription();
    }

    /** Gives up what is in flight; it will be sent again. */
    @Override
    public void close() {
        publisher.close();
    }
}
