package io.millrace.kafka;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Redriver;
import io.millrace.consumer.Replay;
import io.millrace.consumer.Retrying;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Feeds an {@link EventConsumer} from Kafka, in the consumer group of its name.
 *
 * <p>Effects commit first and offsets follow, so a crash repeats messages that the inbox recognises. Partitions are
 * worked in parallel, each in order; one that waits for a retry holds up no other, and the group never expels a
 * slow handler. Topics that do not exist yet, new partitions and an unreachable Kafka are waited for. Safe for use
 * by many threads.
 */
public final class KafkaEventConsumer implements AutoCloseable {

    /** How it stands with Kafka. */
    public enum State {
        /** It has not been admitted to its group yet. */
        STARTING,
        /** It has a connection and is a member of its group. */
        RUNNING,
        /** It has no connection, and tries to get one. */
        DISCONNECTED,
        CLOSED
    }

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final String name;
    private final ConsumerStats stats = new ConsumerStats();
    private final PollLoop poll;
    private final GroupLag lag;
    private final Loop loop;
    private final Redriver redriver;
    private volatile boolean paused;
    private volatile boolean closed;

    private KafkaEventConsumer(
            EventConsumer consumer, ConsumerEnvironment environment, KafkaConsumerSettings settings) {
        this.name = consumer.name();
        this.poll = new PollLoop(consumer, environment, settings, stats);
        this.lag = new GroupLag(settings, name);
        this.loop = Loop.start(name, poll::step, BACKOFF);
        this.redriver = Redriver.start(consumer, environment, stats);
    }

    /**
     * Starts to consume, from the beginning of the topics if the name is new; does not wait for Kafka.
     *
     * @throws io.millrace.event.UnknownEventTypeException if a handled type is not registered
     */
    public static KafkaEventConsumer start(
            EventConsumer consumer, ConsumerEnvironment environment, KafkaConsumerSettings settings) {
        consumer.handler().types().forEach(environment.types()::definitionOf);
        return new KafkaEventConsumer(consumer, environment, settings);
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
        if (!poll.connected()) {
            return State.DISCONNECTED;
        }
        return poll.joined() ? State.RUNNING : State.STARTING;
    }

    /**
     * Messages behind the end of each partition that this instance has. Asks Kafka, once a second at most; while
     * Kafka does not answer it is what Kafka said last.
     */
    public Map<TopicPartition, Long> lag() {
        return lag.of(poll.assigned().partitions());
    }

    /** What it fails with at present: reading from Kafka, or a message that is repeated. */
    public Optional<Throwable> failure() {
        return loop.failure().or(poll.assigned()::failure).or(redriver::failure);
    }

    /** The messages that are repeated at present, one for each partition that has such. */
    public List<Retrying> retrying() {
        return poll.assigned().retrying();
    }

    /**
     * Handles nothing until {@link #resume}, on this instance; transactions at hand end. It stays a member of its
     * group and keeps its partitions.
     */
    public void pause() {
        paused = true;
        poll.assigned().pause();
        redriver.pause();
    }

    public void resume() {
        paused = false;
        poll.assigned().resume();
        redriver.resume();
    }

    public boolean paused() {
        return paused;
    }

    /**
     * Reads the partitions that this instance has at that moment again. What was handled already the inbox recognises:
     * nothing has a second effect. To handle everything anew, start a consumer under a new name. Returns at once.
     */
    public void replay(Replay replay) {
        poll.replay(replay);
    }

    /** Lets the transactions at hand end, within limits, commits their offsets and leaves the group. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        poll.stop();
        redriver.pause();
        try {
            loop.close();
            poll.close();
            redriver.close();
        } finally {
            lag.close();
        }
    }
}
