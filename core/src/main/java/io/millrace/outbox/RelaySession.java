package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.Failure;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.log.Lease;
import io.millrace.log.Page;
import io.millrace.outbox.Relay.Environment;
import io.millrace.outbox.Relay.Settings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work of a relay under one lease: what is in flight, and how far everything is acknowledged. For one thread. */
final class RelaySession implements AutoCloseable {

    /** A position that has been read, and what must happen before the cursor may pass it. */
    private sealed interface InFlight {
        long position();
    }

    private record Sent(OutgoingMessage message, CompletableFuture<?> outcome) implements InFlight {
        @Override
        public long position() {
            return message.position();
        }
    }

    private record Held(OutgoingMessage message) implements InFlight {
        @Override
        public long position() {
            return message.position();
        }
    }

    private record EndOfPage(long position) implements InFlight {}

    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long LARGEST_WINDOW_CHARS = 16 << 20;

    private final Lease lease;
    private final Environment environment;
    private final Publisher publisher;
    private final Settings settings;
    private final Set<String> heldKeys;
    private final ArrayDeque<OutgoingMessage> unsent = new ArrayDeque<>();
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
    private final List<DeadLetter> toPark = new ArrayList<>();

    private long readTo;
    private long acknowledged;
    private long stored;
    private long storedAtNanos = System.nanoTime();
    private long charsInFlight;

    RelaySession(Lease lease, Environment environment, Supplier<Publisher> publishers, Settings settings) {
        this.lease = lease;
        this.environment = environment;
        this.settings = settings;
        this.heldKeys = environment.deadLetters().keys(source());
        this.stored = environment.checkpoints().position(lease.subscription());
        this.acknowledged = stored;
        this.readTo = stored;
        this.publisher = publishers.get();
    }

    Lease lease() {
        return lease;
    }

    /** Reads, publishes and moves the cursor until the time is over; returns earlier when there is nothing to do. */
    void work(Duration atMost) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + atMost.toNanos();
        do {
            boolean moved = fill();
            settle();
            store(false);
            if (!moved && inFlight.isEmpty()) {
                store(true);
                environment.log().await(readTo, IDLE);
                return;
            }
            if (!moved) {
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

    /** Returns whether anything was sent or passed. */
    private boolean fill() throws InterruptedException {
        if (!read()) {
            return false;
        }
        boolean moved = false;
        while (!unsent.isEmpty() && hasRoom()) {
            inFlight.add(send(unsent.remove()));
            moved = true;
        }
        if (unsent.isEmpty()) {
            inFlight.add(new EndOfPage(readTo));
            moved = true;
        }
        return moved;
    }

    /** Returns whether there is a page to send, or the rest of one. */
    private boolean read() throws InterruptedException {
        if (!unsent.isEmpty()) {
            return true;
        }
        if (!hasRoom() || !environment.log().await(readTo, Duration.ZERO)) {
            return false;
        }
        Page<OutgoingMessage> page = environment.log().read(readTo, settings.pageSize());
        boolean moved = page.through() > readTo;
        unsent.addAll(page.records());
        readTo = page.through();
        return moved;
    }

    private boolean hasRoom() {
        return inFlight.isEmpty() || (inFlight.size() < settings.window() && charsInFlight < LARGEST_WINDOW_CHARS);
    }

    private InFlight send(OutgoingMessage message) {
        if (heldKeys.contains(message.key())) {
            return new Held(message);
        }
        CompletableFuture<?> outcome = publisher.publish(message).toCompletableFuture();
        if (outcome.isCompletedExceptionally() && refusalOf(outcome).isPresent()) {
            heldKeys.add(message.key());
        }
        charsInFlight += message.payload().length();
        return new Sent(message, outcome);
    }

    private void settle() throws InterruptedException, ExecutionException {
        while (!inFlight.isEmpty()) {
            InFlight head = inFlight.peek();
            if (head instanceof Sent sent && !sent.outcome().isDone()) {
                return;
            }
            switch (head) {
                case Sent sent -> settle(sent);
                case Held held -> toPark.add(letter(held.message(), waitsForEarlier(), State.HELD));
                case EndOfPage end -> log.trace("{} passed {}", lease.subscription(), end.position());
            }
            inFlight.remove();
            acknowledged = head.position();
        }
    }

    private void settle(Sent sent) throws InterruptedException, ExecutionException {
        OutgoingMessage message = sent.message();
        Optional<PublishRefusedException> refusal = refusalOf(sent.outcome());
        if (refusal.isPresent()) {
            heldKeys.add(message.key());
            toPark.add(letter(message, Failure.of(refusal.get()), State.PARKED));
        } else {
            sent.outcome().get();
            if (heldKeys.contains(message.key())) {
                log.warn("{}: position {} overtook a parked message of its key", source(), message.position());
            }
        }
        charsInFlight -= message.payload().length();
    }

    private static Optional<PublishRefusedException> refusalOf(CompletableFuture<?> outcome) {
        if (!outcome.isCompletedExceptionally() || outcome.isCancelled()) {
            return Optional.empty();
        }
        Throwable failure = outcome.exceptionNow();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof PublishRefusedException refusal ? Optional.of(refusal) : Optional.empty();
    }

    private static Failure waitsForEarlier() {
        return Failure.of(new PublishRefusedException("waits for an earlier message of its key", null));
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
        if (!(inFlight.peek() instanceof Sent sent)) {
            return;
        }
        try {
            sent.outcome().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.trace("{} waits at {}", lease.subscription(), sent.position());
        }
    }

    private DeadLetter letter(OutgoingMessage message, Failure failure, State state) {
        EventMetadata metadata = message.metadata();
        URI aggregate = URI.create("/" + URLEncoder.encode(message.aggregateType(), StandardCharsets.UTF_8));
        return new DeadLetter(
                EventIds.next(),
                source(),
                Long.toString(message.position()),
                message.key(),
                metadata.eventId(),
                metadata.type(),
                CloudEvents.attributes(metadata, aggregate, message.key(), message.sequence()),
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
