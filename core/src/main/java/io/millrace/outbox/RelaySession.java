package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import io.millrace.event.NewerEventVersionException;
import io.millrace.log.Lease;
import io.millrace.log.Page;
import io.millrace.outbox.InFlight.EndOfPage;
import io.millrace.outbox.InFlight.Entry;
import io.millrace.outbox.InFlight.Sent;
import io.millrace.outbox.InFlight.Unsent;
import io.millrace.outbox.Relay.Environment;
import io.millrace.outbox.Relay.Settings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work of a relay under one lease: what is in flight, and how far everything is acknowledged. For one thread. */
final class RelaySession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration IDLE = Duration.ofMillis(500);

    private final Lease lease;
    private final Environment environment;
    private final Publisher publisher;
    private final Settings settings;
    private final HeldKeys heldKeys;
    private final ArrayDeque<Outgoing> unsent = new ArrayDeque<>();
    private final InFlight inFlight;
    private final List<DeadLetter> toPark = new ArrayList<>();

    private long readTo;
    private long acknowledged;
    private long stored;
    private long storedAtNanos = System.nanoTime();

    RelaySession(Lease lease, Environment environment, Supplier<Publisher> publishers, Settings settings) {
        this.lease = lease;
        this.environment = environment;
        this.settings = settings;
        this.inFlight = new InFlight(settings.window());
        this.heldKeys = new HeldKeys("relay:" + lease.subscription(), environment.deadLetters(), environment.clock());
        this.stored = environment.checkpoints().position(lease.subscription());
        this.acknowledged = stored;
        this.readTo = stored;
        this.publisher = publishers.get();
    }

    Lease lease() {
        return lease;
    }

    /**
     * Reads, publishes and moves the cursor until the time is over; returns earlier when there is nothing to do.
     *
     * @throws NewerEventVersionException at such an event, once everything before it is acknowledged and stored
     */
    void work(Duration atMost) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + atMost.toNanos();
        do {
            boolean moved = fill();
            settle();
            store(false);
            if (!moved && inFlight.isEmpty()) {
                store(true);
                stopAtNewerVersion();
                environment.log().await(readTo, IDLE);
                return;
            }
            if (!moved) {
                inFlight.await(PATIENCE);
            }
        } while (System.nanoTime() < end);
    }

    /** Waits until all that was published is acknowledged, and stores the cursor. */
    void drain(Duration atMost) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!inFlight.isEmpty() && System.nanoTime() < end) {
            inFlight.await(PATIENCE);
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
        while (!unsent.isEmpty() && inFlight.hasRoom() && newerVersion().isEmpty()) {
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
        if (!inFlight.hasRoom() || !environment.log().await(readTo, Duration.ZERO)) {
            return false;
        }
        Page<? extends Outgoing> page = environment.log().read(readTo, settings.pageSize());
        boolean moved = page.through() > readTo;
        unsent.addAll(page.records());
        readTo = page.through();
        return moved;
    }

    /** What keeps the next message from being read by this instance, but not by a newer one. */
    private Optional<NewerEventVersionException> newerVersion() {
        return unsent.peek() instanceof Unsendable(OutgoingMessage message, NewerEventVersionException cause)
                        && !heldKeys.hold(message)
                ? Optional.of(cause)
                : Optional.empty();
    }

    private void stopAtNewerVersion() {
        newerVersion().ifPresent(cause -> {
            throw cause;
        });
    }

    private Entry send(Outgoing outgoing) {
        return switch (outgoing) {
            case OutgoingMessage message when heldKeys.hold(message) -> held(message);
            case OutgoingMessage message -> publish(message);
            case Unsendable(OutgoingMessage message, RuntimeException cause)
            when heldKeys.hold(message) -> held(message);
            case Unsendable(OutgoingMessage message, RuntimeException cause) ->
                new Unsent(message.position(), heldKeys.parked(message, cause));
        };
    }

    private Entry held(OutgoingMessage message) {
        return new Unsent(message.position(), heldKeys.held(message));
    }

    private Entry publish(OutgoingMessage message) {
        CompletableFuture<?> outcome = publisher.publish(message).toCompletableFuture();
        if (refusalOf(outcome).isPresent()) {
            heldKeys.holdAfter(message);
        }
        return new Sent(message, outcome);
    }

    private void settle() throws InterruptedException, ExecutionException {
        for (Optional<Entry> head = inFlight.settled(); head.isPresent(); head = inFlight.settled()) {
            switch (head.get()) {
                case Sent sent -> settle(sent);
                case Unsent kept -> toPark.add(kept.letter());
                case EndOfPage end -> log.trace("{} passed {}", lease.subscription(), end.position());
            }
            inFlight.remove();
            acknowledged = head.get().position();
        }
    }

    private void settle(Sent sent) throws InterruptedException, ExecutionException {
        OutgoingMessage message = sent.message();
        Optional<PublishRefusedException> refusal = refusalOf(sent.outcome());
        if (refusal.isPresent()) {
            toPark.add(heldKeys.parked(message, refusal.get()));
            return;
        }
        sent.outcome().get();
        if (heldKeys.hold(message)) {
            log.warn("{}: position {} overtook a parked message of its key", lease.subscription(), message.position());
        }
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

    /** Gives up what is in flight; it will be sent again. */
    @Override
    public void close() {
        publisher.close();
    }
}
