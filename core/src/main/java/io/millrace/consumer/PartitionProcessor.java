package io.millrace.consumer;

import io.millrace.consumer.BatchTransaction.Outcome;
import io.millrace.work.SafeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the messages of one partition for one consumer, in order, for as long as the partition is assigned.
 *
 * <p>A batch, its inbox rows and its effects are one transaction. A batch that fails is rolled back and handled
 * one by one, to find the message at fault; that one is repeated until its budget is used up, then parked. Later
 * messages of its key are held until it is resolved, and the partition goes on. Where messages of other keys fail
 * alike, it is no message's fault, and all of them wait. For one thread at a time.
 */
public final class PartitionProcessor {

    /**
     * How far a batch came.
     *
     * @param done the first so many messages are finished, their offsets may be committed
     * @param retryAfter when to offer the others again; empty if there are none
     */
    public record Result(int done, Optional<Duration> retryAfter) {}

    private static final Logger log = LoggerFactory.getLogger(PartitionProcessor.class);

    private final EventConsumer consumer;
    private final ConsumerEnvironment environment;
    private final ConsumerStats stats;
    private final TimeLimit limit;
    private final WaitingKeys waiting;
    private final BatchTransaction transaction;
    private final Attempts attempts;
    private final CounterExample counterExample;

    private Hold hold;
    private boolean givenUp;
    private boolean isolating;
    private volatile boolean stopped;

    /** @param hold held by each of its transactions */
    public PartitionProcessor(EventConsumer consumer, ConsumerEnvironment environment, ConsumerStats stats, Hold hold) {
        String source = Parking.sourceOf(consumer);
        this.consumer = consumer;
        this.environment = environment;
        this.stats = stats;
        this.hold = hold;
        this.limit = new TimeLimit(consumer.name(), environment.retry().handlerTimeout());
        this.waiting = new WaitingKeys(environment.deadLetters(), source);
        this.transaction = new BatchTransaction(
                environment,
                MessageReader.of(consumer, environment),
                new Parking(source, environment),
                waiting,
                new Handling(consumer, environment.inbox(), limit));
        this.attempts = new Attempts(consumer.name(), environment.retry(), environment.clock());
        this.counterExample = new CounterExample(environment.outages(), transaction::isTelling, this::handledAlone);
    }

    /** As {@link #process(List, int)}, for all of the messages. */
    public Result process(List<IncomingMessage> messages) {
        return process(messages, messages.size());
    }

    /**
     * Handles the first {@code atMost} of the messages as far as it can, until it is stopped. The others are at hand
     * to tell whether messages of other keys fail alike; they may be handled before their turn, never before another
     * one of their key.
     *
     * @throws FencedException if the partition has been assigned anew; nothing more must be committed for it
     */
    public Result process(List<IncomingMessage> messages, int atMost) {
        waiting.load();
        int end = Math.min(atMost, messages.size());
        int done = 0;
        while (done < end && !stopped) {
            int next = done + (isolating ? 1 : Math.min(end - done, consumer.largestBatch()));
            Optional<Duration> pause = attempt(messages.subList(done, next), messages.subList(next, messages.size()));
            if (pause.isEmpty()) {
                done = next;
            } else if (!pause.get().isZero()) {
                return new Result(done, pause);
            }
        }
        isolating = isolating && done < end;
        return new Result(done, Optional.empty());
    }

    /** Begins no further transaction. For any thread. */
    public void stop() {
        stopped = true;
    }

    /** What the message at hand failed with; empty when none is being repeated. For any thread. */
    public Optional<Throwable> failure() {
        return retrying().map(Retrying::failure);
    }

    /** What is being repeated. For any thread. */
    public Optional<Retrying> retrying() {
        return attempts.retrying();
    }

    /** Returns how long to wait before the messages are tried again; zero if they are to be tried one by one. */
    private Optional<Duration> attempt(List<IncomingMessage> batch, List<IncomingMessage> others) {
        try {
            commit(batch);
            attempts.end();
            return Optional.empty();
        } catch (FencedException e) {
            throw e;
        } catch (Throwable e) {
            rethrowIfFatal(e);
            return retry(batch, HandlerException.causeOf(e), others);
        }
    }

    private int handledAlone(IncomingMessage message) {
        return commit(List.of(message)).handled();
    }

    private Outcome commit(List<IncomingMessage> batch) {
        Runnable holding = holding();
        try {
            Outcome outcome = limit.call(() -> transaction.commit(batch, holding));
            stats.add(outcome);
            return outcome;
        } catch (HandlerTimeoutException e) {
            givenUp = e.stillRunning();
            stats.failures.increment();
            throw e;
        } catch (RuntimeException | Error e) {
            stats.failures.increment();
            throw e;
        }
    }

    /** A transaction that was given up may not have ended: it is shut out before another one begins. */
    private Runnable holding() {
        if (givenUp) {
            hold = hold.renewed();
            givenUp = false;
        }
        Hold current = hold;
        return () -> current.hold(limit.standstill());
    }

    private Optional<Duration> retry(List<IncomingMessage> batch, Throwable cause, List<IncomingMessage> others) {
        IncomingMessage first = batch.getFirst();
        if (environment.outages().isOutage(cause)) {
            return Optional.of(attempts.outage(first.origin(), cause));
        }
        if (batch.size() > 1) {
            isolating = true;
            return Optional.of(Duration.ZERO);
        }
        if (attempts.failed() || counterExample.isMissing(first, cause, others) || !parked(first, cause)) {
            return Optional.of(attempts.pause(first.origin(), cause));
        }
        return Optional.empty();
    }

    private boolean parked(IncomingMessage message, Throwable cause) {
        try {
            transaction.park(message, cause, attempts.failures(), holding());
        } catch (FencedException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("{} could not park {}: {}", consumer.name(), message.origin(), SafeMessage.of(e));
            return false;
        }
        log.error(
                "{} parked {} after {} attempts: {}",
                consumer.name(),
                message.origin(),
                attempts.failures(),
                SafeMessage.of(cause));
        stats.parked.increment();
        attempts.end();
        return true;
    }

    static void rethrowIfFatal(Throwable e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
