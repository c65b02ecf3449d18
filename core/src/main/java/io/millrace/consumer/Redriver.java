package io.millrace.consumer;

import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.consumer.MessageReader.Decoded;
import io.millrace.consumer.MessageReader.Unreadable;
import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import io.millrace.work.SafeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a consumer's dead letters whose turn has come: those that an operator wants redriven, and those that were
 * held behind them, in order for each key. They pass the same inbox (CO-5) and are read as today's code reads them. One
 * that fails again is parked again, and its key waits; an outage is waited out.
 *
 * <p>Several instances share the letters, and never work on one key at once. Effects, inbox and the letter's state are
 * one transaction.
 */
public final class Redriver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Redriver.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int LARGEST_BATCH = 100;
    private static final int SHARE_OF_TIME = 10;

    private final String name;
    private final String source;
    private final ConsumerEnvironment environment;
    private final ConsumerStats stats;
    private final MessageReader reader;
    private final TimeLimit limit;
    private final Handling handling;
    private final int largestBatch;
    private final Loop loop;
    private int alone;
    private volatile boolean paused;
    private volatile List<DeadLetter> atHand = List.of();

    private Redriver(EventConsumer consumer, ConsumerEnvironment environment, ConsumerStats stats) {
        this.name = consumer.name();
        this.source = Parking.sourceOf(consumer);
        this.environment = environment;
        this.stats = stats;
        this.reader = MessageReader.of(consumer, environment);
        this.limit = new TimeLimit(name + "-redrive", environment.retry().handlerTimeout());
        this.handling = new Handling(consumer, environment.inbox(), limit);
        this.largestBatch = Math.min(LARGEST_BATCH, consumer.largestBatch());
        this.loop = Loop.start(name + "-redrive", this::step, BACKOFF);
    }

    /** Starts to look for letters of the consumer, once a second. */
    public static Redriver start(EventConsumer consumer, ConsumerEnvironment environment, ConsumerStats stats) {
        return new Redriver(consumer, environment, stats);
    }

    /** Attempts nothing until {@link #resume}; the transaction at hand ends. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /** What it fails with at present: an outage, for letters that fail are parked again. */
    public Optional<Throwable> failure() {
        return loop.failure();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** Looking takes a tenth of its time at the most, however many letters are held. */
    private Duration step() {
        if (paused) {
            return IDLE;
        }
        long begun = System.nanoTime();
        if (attempt()) {
            return Duration.ZERO;
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(SHARE_OF_TIME);
        return taken.compareTo(IDLE) > 0 ? taken : IDLE;
    }

    /** Returns whether there was a letter to attempt. */
    private boolean attempt() {
        atHand = List.of();
        int atMost = alone > 0 ? 1 : largestBatch;
        try {
            int redriven = limit.call(() -> environment.transactions().call(() -> redrive(atMost)));
            alone = Math.max(0, alone - 1);
            stats.redriven.add(redriven);
            return redriven > 0;
        } catch (RuntimeException | Error e) {
            PartitionProcessor.rethrowIfFatal(e);
            Throwable cause = HandlerException.causeOf(e);
            if (atHand.isEmpty() || environment.outages().isOutage(cause)) {
                throw e;
            }
            failed(atHand, cause);
            return true;
        }
    }

    private int redrive(int atMost) {
        DeadLetters deadLetters = environment.deadLetters();
        List<DeadLetter> letters = deadLetters.releasable(source, atMost);
        if (!letters.isEmpty()) {
            atHand = letters;
            environment.fences().limit(limit.standstill());
            List<Received<?>> fresh = claimed(letters);
            handling.run(fresh);
            deadLetters.redriven(letters.stream().map(DeadLetter::id).toList());
        }
        return letters.size();
    }

    /** A type that the consumer no longer handles is skipped, as it is in the topic. */
    private List<Received<?>> claimed(List<DeadLetter> letters) {
        List<Decoded> decoded = new ArrayList<>();
        for (DeadLetter letter : letters) {
            MessageReader.Reading reading = reader.read(messageOf(letter));
            if (reading instanceof Unreadable unreadable) {
                throw unchecked(unreadable.cause());
            }
            if (reading instanceof Decoded readable) {
                decoded.add(readable);
            }
        }
        ClaimedBatch claimed = handling.claim(decoded);
        if (!claimed.outside().isEmpty()) {
            throw unchecked(claimed.outside().getFirst().cause());
        }
        return claimed.fresh();
    }

    private static IncomingMessage messageOf(DeadLetter letter) {
        Origin origin = new Origin(letter.location(), 0, 0);
        return new IncomingMessage(origin, letter.key(), letter.attributes(), letter.payload());
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    /** Several are tried one by one, to find the one at fault; the others of its key stay behind it. */
    private void failed(List<DeadLetter> letters, Throwable cause) {
        stats.failures.increment();
        if (letters.size() > 1) {
            alone = letters.size();
            return;
        }
        DeadLetter letter = letters.getFirst();
        environment.deadLetters().failedAgain(letter.id(), Failure.of(cause));
        log.error("{} failed again at the dead letter {}: {}", name, letter.location(), SafeMessage.of(cause));
    }
}
