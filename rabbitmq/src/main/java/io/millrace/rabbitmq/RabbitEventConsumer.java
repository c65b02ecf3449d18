package io.millrace.rabbitmq;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.Redriver;
import io.millrace.consumer.Retrying;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds an {@link EventConsumer} from RabbitMQ, from the queue of its name.
 *
 * <p>Effects commit first and acknowledgements follow, so a crash repeats messages that the inbox recognises. One of
 * several instances is active, and works several lanes in parallel, each in order; one that waits for a retry holds
 * up no other. Unreachable servers and deleted queues are waited for. Safe for use by many threads.
 */
public final class RabbitEventConsumer implements AutoCloseable {

    /** How it stands with RabbitMQ. */
    public enum State {
        /** It has not subscribed yet. */
        STARTING,
        /** It has subscribed, and is active or stands by. */
        RUNNING,
        /** It has no connection, and tries to get one. */
        DISCONNECTED,
        CLOSED
    }

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration LAG_EVERY = Duration.ofSeconds(1);

    private final EventConsumer consumer;
    private final ConsumerEnvironment environment;
    private final RabbitConsumerSettings settings;
    private final ConsumerStats stats = new ConsumerStats();
    private final Loop loop;
    private final Redriver redriver;
    private volatile @Nullable Subscription subscription;
    private volatile boolean subscribed;
    private volatile long lag;
    private long lagAtNanos = System.nanoTime();
    private volatile boolean paused;
    private volatile boolean closed;

    private RabbitEventConsumer(
            EventConsumer consumer, ConsumerEnvironment environment, RabbitConsumerSettings settings) {
        this.consumer = consumer;
        this.environment = environment;
        this.settings = settings;
        this.redriver = Redriver.start(consumer, environment, stats);
        this.loop = Loop.start(consumer.name(), this::step, BACKOFF);
    }

    /**
     * Starts to consume; does not wait for RabbitMQ. A new name gets what is published from then on.
     *
     * @throws io.millrace.event.UnknownEventTypeException if a handled type is not registered
     */
    public static RabbitEventConsumer start(
            EventConsumer consumer, ConsumerEnvironment environment, RabbitConsumerSettings settings) {
        consumer.handler().types().forEach(environment.types()::definitionOf);
        return new RabbitEventConsumer(consumer, environment, settings);
    }

    public String name() {
        return consumer.name();
    }

    public ConsumerStats stats() {
        return stats;
    }

    public State state() {
        if (closed) {
            return State.CLOSED;
        }
        Subscription current = subscription;
        if (current != null && current.isConnected()) {
            return State.RUNNING;
        }
        return subscribed || loop.failure().isPresent() ? State.DISCONNECTED : State.STARTING;
    }

    /** Messages in the queue, and those that this instance has at hand, as RabbitMQ said about a second ago. */
    public long lag() {
        return lag;
    }

    /** What it fails with at present: reading from RabbitMQ, or a message that is repeated. */
    public Optional<Throwable> failure() {
        Subscription current = subscription;
        return loop.failure()
                .or(() -> current == null ? Optional.empty() : current.failure())
                .or(redriver::failure);
    }

    /** The messages that are repeated at present. */
    public List<Retrying> retrying() {
        Subscription current = subscription;
        return current == null ? List.of() : current.retrying();
    }

    /** Handles nothing until {@link #resume}, on this instance; transactions at hand end. */
    public void pause() {
        paused = true;
        redriver.pause();
        Subscription current = subscription;
        if (current != null) {
            current.pause();
        }
    }

    public void resume() {
        paused = false;
        redriver.resume();
        Subscription current = subscription;
        if (current != null) {
            current.resume();
        }
    }

    public boolean paused() {
        return paused;
    }

    private Duration step() throws IOException, TimeoutException {
        Subscription current = subscription;
        if (current == null) {
            subscribe();
            return Duration.ZERO;
        }
        if (current.isLost()) {
            subscription = null;
            current.close();
            throw new IOException("the subscription to queue %s ended".formatted(name()));
        }
        current.tick();
        if (System.nanoTime() - lagAtNanos >= 0) {
            lag = current.lag();
            lagAtNanos = System.nanoTime() + LAG_EVERY.toNanos();
        }
        return TICK;
    }

    private void subscribe() throws IOException, TimeoutException {
        Subscription opened = Subscription.open(consumer, settings, this::take);
        subscription = opened;
        subscribed = true;
        if (paused) {
            opened.pause();
        }
        if (closed) {
            opened.stop();
        }
    }

    private PartitionProcessor take(int lane) {
        return new PartitionProcessor(
                consumer, environment, stats, environment.fences().take(name(), name(), lane));
    }

    /** Lets the transactions at hand end, within limits, and acknowledges what is finished. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        redriver.pause();
        Subscription current = subscription;
        if (current != null) {
            current.stop();
        }
        loop.close();
        Subscription last = subscription;
        if (last != null) {
            last.close();
        }
        redriver.close();
    }
}
