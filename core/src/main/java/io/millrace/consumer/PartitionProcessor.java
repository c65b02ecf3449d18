package io.millrace.consumer;

import io.millrace.consumer.MessageReader.Decoded;
import io.millrace.consumer.MessageReader.Reading;
import io.millrace.consumer.MessageReader.Skipped;
import io.millrace.consumer.MessageReader.Unreadable;
import io.millrace.deadletter.Failure;
import io.millrace.work.SafeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the messages of one partition for one consumer, in order, for as long as the partition is assigned.
 *
 * <p>A batch, its inbox rows and its effects are one transaction. A batch that fails is rolled back and handled
 * one by one, to find the message at fault; that one is repeated until its budget is used up, then parked, and the
 * partition goes on. For one thread at a time.
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
    private final Hold hold;
    private final MessageReader reader;
    private final Parking parking;

    private boolean isolating;
    private int failures;
    private int outages;
    private @Nullable Instant failingSince;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /** @param hold held by each of its transactions */
    public PartitionProcessor(EventConsumer consumer, ConsumerEnvironment environment, ConsumerStats stats, Hold hold) {
        this.consumer = consumer;
        this.environment = environment;
        this.stats = stats;
        this.hold = hold;
        this.reader = new MessageReader(
                environment.types(), environment.codec(), consumer.handler().types());
        this.parking = new Parking(consumer.name(), environment);
    }

    /**
     * Handles as much as it can until it is stopped.
     *
     * @throws FencedException if the partition has been assigned anew; nothing more must be committed for it
     */
    public Result process(List<IncomingMessage> messages) {
        int done = 0;
        while (done < messages.size() && !stopped) {
            int size = isolating ? 1 : Math.min(messages.size() - done, consumer.largestBatch());
            Optional<Duration> pause = attempt(messages.subList(done, done + size));
            if (pause.isEmpty()) {
                done += size;
            } else if (!pause.get().isZero()) {
                return new Result(done, pause);
            }
        }
        isolating = isolating && done < messages.size();
        return new Result(done, Optional.empty());
    }

    /** Begins no further transaction. For any thread. */
    public void stop() {
        stopped = true;
    }

    /** What the message at hand failed with; empty when none is being repeated. For any thread. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Returns how long to wait before the messages are tried again; zero if they are to be tried one by one. */
    private Optional<Duration> attempt(List<IncomingMessage> batch) {
        try {
            handle(batch);
            forgetFailures();
            return Optional.empty();
        } catch (FencedException e) {
            throw e;
        } catch (Throwable e) {
            rethrowIfFatal(e);
            stats.failures.increment();
            return retry(batch, HandlerException.causeOf(e));
        }
    }

    private void handle(List<IncomingMessage> batch) {
        List<Reading> readings = batch.stream().map(reader::read).toList();
        List<Decoded> readable = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        int skipped = 0;
        for (Reading reading : readings) {
            switch (reading) {
                case Decoded r -> readable.add(r);
                case Unreadable u -> unreadable.add(u);
                case Skipped s -> skipped++;
            }
        }
        ClaimedBatch claimed =
                readable.isEmpty() && unreadable.isEmpty() ? ClaimedBatch.NOTHING : commit(readable, unreadable);
        int handled = claimed.fresh().size();
        int outside = claimed.outside().size();
        stats.handled.add(handled);
        stats.duplicates.add(readable.size() - handled - outside);
        stats.parked.add(unreadable.size() + outside);
        stats.skipped.add(skipped);
    }

    private ClaimedBatch commit(List<Decoded> readable, List<Unreadable> unreadable) {
        return environment.transactions().call(() -> {
            hold.hold(environment.retry().handlerTimeout());
            ClaimedBatch claimed = ClaimedBatch.of(readable, consumer.name(), environment.inbox());
            unreadable.forEach(u -> parking.park(u.message(), Failure.of(u.cause()), 1));
            claimed.outside().forEach(o -> parking.park(o.message(), Failure.of(o.cause()), 1));
            if (!claimed.fresh().isEmpty()) {
                run(claimed.fresh());
            }
            return claimed;
        });
    }

    private void run(List<Received<?>> fresh) {
        try {
            consumer.handler().handle(fresh);
        } catch (Exception e) {
            throw HandlerException.of(e);
        }
    }

    private Optional<Duration> retry(List<IncomingMessage> batch, Throwable cause) {
        RetryPolicy policy = environment.retry();
        failure = cause;
        if (environment.outages().isOutage(cause)) {
            outages++;
            failingSince = null;
            return Optional.of(warn(batch, cause, policy.backoff().after(outages)));
        }
        outages = 0;
        if (batch.size() > 1) {
            isolating = true;
            return Optional.of(Duration.ZERO);
        }
        return retryOrPark(batch, cause, policy);
    }

    private Optional<Duration> retryOrPark(List<IncomingMessage> batch, Throwable cause, RetryPolicy policy) {
        Instant now = environment.clock().instant();
        failingSince = failingSince == null ? now : failingSince;
        failures++;
        if (now.isBefore(failingSince.plus(policy.budget()))) {
            return Optional.of(warn(batch, cause, policy.backoff().after(failures)));
        }
        return parked(batch.getFirst(), cause)
                ? Optional.empty()
                : Optional.of(warn(batch, cause, policy.backoff().after(failures)));
    }

    private boolean parked(IncomingMessage message, Throwable cause) {
        try {
            environment.transactions().run(() -> {
                hold.hold(environment.retry().handlerTimeout());
                parking.park(message, Failure.of(cause), failures);
            });
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
                failures,
                SafeMessage.of(cause));
        stats.parked.increment();
        forgetFailures();
        return true;
    }

    private Duration warn(List<IncomingMessage> batch, Throwable cause, Duration pause) {
        log.warn(
                "{} failed at {}, next attempt in {} ms: {}",
                consumer.name(),
                batch.getFirst().origin(),
                pause.toMillis(),
                SafeMessage.of(cause));
        log.debug("{} failed", consumer.name(), cause);
        return pause;
    }

    private void forgetFailures() {
        failures = 0;
        outages = 0;
        failingSince = null;
        failure = null;
    }

    private static void rethrowIfFatal(Throwable e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
