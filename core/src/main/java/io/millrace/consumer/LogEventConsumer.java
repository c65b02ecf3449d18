package io.millrace.consumer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Feeds an {@link EventConsumer} from logs, without a broker: whatever its topics would carry, it reads where it was
 * written.
 *
 * <p>The promises are those of a broker's consumer. Effects commit first and cursors follow, so a crash repeats
 * messages that the inbox recognises. The keys are divided into 64 lanes, which the instances of the consumer share:
 * lanes are worked in parallel, each in order, and one that waits for a retry holds up no other. What can't be sent
 * is parked as a relay would park it, under {@code relay:consumer:NAME/SOURCE}. Safe for use by many threads.
 */
public final class LogEventConsumer implements AutoCloseable {

    /** How it stands with its logs. */
    public enum State {
        /** It has not been admitted to the instances that share the lanes yet. */
        STARTING,
        /** It reads the lanes that it has. */
        RUNNING,
        /** A log can't be read or a cursor not be moved; it tries again. */
        DISCONNECTED,
        CLOSED
    }

    private final String name;
    private final ConsumerStats stats = new ConsumerStats();
    private final List<LogFeed> feeds;
    private final Redriver redriver;
    private volatile boolean paused;
    private volatile boolean closed;

    private LogEventConsumer(EventConsumer consumer, ConsumerEnvironment environment, LogConsumerSettings settings) {
        this.name = consumer.name();
        WorkLimits limits = WorkLimits.of(consumer, settings.batch(), settings.concurrency());
        this.feeds = settings.sources().stream()
                .map(source -> new LogFeed(consumer, environment, settings, source, limits, (fence, lane, with) -> {
                    Hold hold = environment.fences().take(name, fence, lane);
                    return new PartitionProcessor(consumer, with, stats, hold);
                }))
                .toList();
        this.redriver = Redriver.start(consumer, environment, stats);
    }

    /**
     * Starts to consume, from the beginning of the logs if the name is new; does not wait for the database.
     *
     * @throws io.millrace.event.UnknownEventTypeException if a handled type is not registered
     */
    public static LogEventConsumer start(
            EventConsumer consumer, ConsumerEnvironment environment, LogConsumerSettings settings) {
        consumer.handler().types().forEach(environment.types()::definitionOf);
        return new LogEventConsumer(consumer, environment, settings);
    }

    public String name() {
        return name;
    }

    public ConsumerStats stats() {
        return stats;
    }

    public State state() {
        if (closed) {
            return State.CLOSED;
        }
        if (trouble().isPresent()) {
            return State.DISCONNECTED;
        }
        return feeds.stream().allMatch(LogFeed::joined) ? State.RUNNING : State.STARTING;
    }

    /** Positions behind the end of each log, by the source's name, for all instances together. Asks the database. */
    public Map<String, Long> lag() {
        return feeds.stream()
                .collect(Collectors.toMap(LogFeed::source, feed -> feed.status().backlog()));
    }

    /** What it fails with at present: reading a log, or a message that is repeated. */
    public Optional<Throwable> failure() {
        return trouble().or(() -> first(feeds.stream().map(LogFeed::failure))).or(redriver::failure);
    }

    /** The messages that are repeated at present. */
    public List<Retrying> retrying() {
        return feeds.stream().flatMap(feed -> feed.retrying().stream()).toList();
    }

    /** Handles nothing until {@link #resume}, on this instance; transactions at hand end. */
    public void pause() {
        paused = true;
        redriver.pause();
        feeds.forEach(LogFeed::pause);
    }

    public void resume() {
        paused = false;
        redriver.resume();
        feeds.forEach(LogFeed::resume);
    }

    public boolean paused() {
        return paused;
    }

    private Optional<Throwable> trouble() {
        return first(feeds.stream().map(LogFeed::trouble));
    }

    private static Optional<Throwable> first(Stream<Optional<Throwable>> failures) {
        return failures.flatMap(Optional::stream).findFirst();
    }

    /** Lets the transactions at hand end, within limits, stores the cursors and gives the lanes up. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        redriver.pause();
        try (ExecutorService sideBySide = Executors.newVirtualThreadPerTaskExecutor()) {
            feeds.forEach(feed -> sideBySide.execute(feed::close));
        }
        redriver.close();
    }
}
