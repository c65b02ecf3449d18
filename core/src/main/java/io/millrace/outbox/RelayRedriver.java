package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.work.Loop;
import io.millrace.work.SafeMessage;
import io.millrace.work.TransientFailureException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a relay's dead letters when an operator asks for it, and those that were held behind them, in the order
 * of their key. Any instance may do it: the letters it works on are locked. A message is made anew of what the log
 * has at its position, by today's code; where the log has it no more, the letter's copy goes out.
 */
final class RelayRedriver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RelayRedriver.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int BATCH = 200;

    private record Attempt(DeadLetter letter, CompletableFuture<?> outcome) {}

    private final String source;
    private final Relay.Environment environment;
    private final DeadLetters deadLetters;
    private final Supplier<Publisher> publishers;
    private final Loop loop;
    private @Nullable Publisher publisher;

    RelayRedriver(
            String relay, Relay.Environment environment, Supplier<Publisher> publishers, Relay.Settings settings) {
        this.source = "relay:" + relay;
        this.environment = environment;
        this.deadLetters = environment.deadLetters();
        this.publishers = publishers;
        this.loop = Loop.start(relay + "-redrive", this::step, settings.backoff());
    }

    Optional<Throwable> failure() {
        return loop.failure();
    }

    private Duration step() {
        try {
            int released = environment.transactions().call(this::release);
            if (released == 0) {
                closePublisher();
            }
            return released == 0 ? IDLE : Duration.ZERO;
        } catch (RuntimeException e) {
            closePublisher();
            throw e;
        }
    }

    private int release() {
        List<DeadLetter> letters = deadLetters.releasable(source, BATCH);
        Map<String, Deque<DeadLetter>> keys = new LinkedHashMap<>();
        letters.forEach(letter -> keys.computeIfAbsent(Objects.requireNonNull(letter.key()), key -> new ArrayDeque<>())
                .add(letter));
        long end = System.nanoTime() + ROUND.toNanos();
        while (!keys.isEmpty() && System.nanoTime() < end) {
            // One of each key at a time, for any of them may be refused and hold those behind it.
            List<Attempt> wave =
                    keys.values().stream().map(queue -> attempt(queue.remove())).toList();
            settle(wave).forEach(keys::remove);
            keys.values().removeIf(Collection::isEmpty);
        }
        return letters.size();
    }

    private Attempt attempt(DeadLetter letter) {
        CompletableFuture<?> outcome =
                switch (stored(letter).orElseGet(() -> HeldKeys.message(letter))) {
                    case OutgoingMessage message -> publisher().publish(message).toCompletableFuture();
                    case Unsendable(OutgoingMessage message, RuntimeException cause) ->
                        CompletableFuture.failedFuture(new PublishRefusedException(
                                "no message can be made of position " + message.position(), cause));
                };
        return new Attempt(letter, outcome);
    }

    private Optional<Outgoing> stored(DeadLetter letter) {
        long position = Long.parseLong(letter.location());
        return environment.log().read(position - 1, 1).records().stream()
                .filter(outgoing -> outgoing.position() == position)
                .<Outgoing>map(outgoing -> outgoing)
                .findFirst();
    }

    /** Waits for the attempts and records what became of them; returns the keys that stay held. */
    private List<String> settle(List<Attempt> wave) {
        List<String> stillHeld = new ArrayList<>();
        long end = System.nanoTime() + ANSWER_WITHIN.toNanos();
        for (Attempt attempt : wave) {
            DeadLetter letter = attempt.letter();
            Optional<PublishRefusedException> refusal = refusal(attempt.outcome(), end);
            if (refusal.isEmpty()) {
                deadLetters.redriven(List.of(letter.id()));
            } else {
                log.warn("{}: {} was refused again: {}", source, letter.location(), SafeMessage.of(refusal.get()));
                deadLetters.failedAgain(letter.id(), Failure.of(refusal.get()));
                stillHeld.add(letter.key());
            }
        }
        return stillHeld;
    }

    private static Optional<PublishRefusedException> refusal(CompletableFuture<?> outcome, long end) {
        try {
            outcome.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(PublishRefusedException.in(outcome)
                    .orElseThrow(() -> new TransientFailureException("publishing failed", e)));
        } catch (TimeoutException e) {
            throw new TransientFailureException("the broker gave no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailureException("interrupted while it waited for the broker", e);
        }
    }

    private Publisher publisher() {
        Publisher current = publisher;
        if (current == null) {
            current = publishers.get();
            publisher = current;
        }
        return current;
    }

    private void closePublisher() {
        Publisher current = publisher;
        publisher = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        loop.close();
        closePublisher();
    }
}
