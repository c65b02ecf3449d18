package io.millrace.consumer;

import io.millrace.log.SubscriptionStatus;
import io.millrace.outbox.Publisher;
import io.millrace.outbox.Relay;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feeds a consumer from one log. */
final class LogFeed implements AutoCloseable {

    private static final String REDRIVE = "@redrive";
    private static final int BATCHES_IN_FLIGHT = 8;
    private static final Duration CURSOR_EVERY = Duration.ofMillis(250);
    private static final Duration HAND_OVER = Duration.ofSeconds(2);

    private final String source;
    private final Relay relay;
    private volatile @Nullable LaneDelivery delivery;
    private volatile boolean paused;

    /** Takes the right to a lane, by the name that its fence has beside the lane's number. */
    @FunctionalInterface
    interface Processors {
        PartitionProcessor take(String fence, int lane, ConsumerEnvironment environment);
    }

    LogFeed(
            EventConsumer consumer,
            ConsumerEnvironment environment,
            LogConsumerSettings settings,
            LogSource source,
            WorkLimits limits,
            Processors processors) {
        String name = "consumer:" + consumer.name() + "/" + source.name();
        this.source = source.name();
        this.relay = Relay.start(
                name,
                new Relay.Environment(
                        new SelectedTopics(source, consumer.topics()),
                        settings.checkpoints(),
                        environment.deadLetters(),
                        environment.transactions(),
                        environment.clock()),
                () -> open(new LaneDelivery(
                        name, source, limits, this::paused, lane -> processors.take(source.name(), lane, environment))),
                () -> new LaneDelivery(
                        name + REDRIVE,
                        source,
                        limits,
                        this::paused,
                        lane -> processors.take(source.name() + REDRIVE, lane, environment.withoutRetry())),
                new Relay.Settings(
                        2 * settings.batch(),
                        BATCHES_IN_FLIGHT * settings.batch(),
                        CURSOR_EVERY,
                        settings.lease(),
                        Backoff.defaults()));
    }

    private Publisher open(LaneDelivery opened) {
        delivery = opened;
        return opened;
    }

    /** The name of the log. */
    String source() {
        return source;
    }

    /** Whether it has ever been a member of the subscription. */
    boolean joined() {
        return delivery != null;
    }

    SubscriptionStatus status() {
        return relay.status();
    }

    /** What reading the log, or moving the cursor, fails with at present. */
    Optional<Throwable> trouble() {
        return relay.failure();
    }

    /** What a message is repeated for at present. */
    Optional<Throwable> failure() {
        LaneDelivery current = delivery;
        return current == null ? Optional.empty() : current.failure();
    }

    /** The messages that are repeated at present. */
    List<Retrying> retrying() {
        LaneDelivery current = delivery;
        return current == null ? List.of() : current.retrying();
    }

    void pause() {
        paused = true;
        LaneDelivery current = delivery;
        if (current != null) {
            current.pause();
        }
    }

    void resume() {
        paused = false;
        LaneDelivery current = delivery;
        if (current != null) {
            current.resume();
        }
    }

    boolean paused() {
        return paused;
    }

    /** Lets the transactions at hand end, within 2 s, stores the cursors and gives the lanes up. */
    @Override
    public void close() {
        LaneDelivery current = delivery;
        if (current != null) {
            current.stop(System.nanoTime() + HAND_OVER.toNanos());
        }
        relay.close(Duration.ZERO);
    }
}
