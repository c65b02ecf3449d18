package io.millrace.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.Retrying;
import io.millrace.consumer.WorkLimits;
import io.millrace.rabbitmq.Deliveries.Ack;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of a queue until its channel is gone. Deliveries go to lanes by their key, and what the lanes have
 * finished is acknowledged. A lane takes its right with its first message, and not before: a consumer that is not
 * the active one of its queue gets none, and must not shut out the one that is.
 */
final class Subscription implements AutoCloseable {

    /** The same in all instances, so that a key is in the same lane everywhere. */
    static final int LANES = 16;

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);
    private static final boolean BY_HAND = false;

    private final String queue;
    private final RabbitConsumerSettings settings;
    private final IntFunction<PartitionProcessor> processors;
    private final WorkLimits limits;
    private final Connection connection;
    private final Channel channel;

    private final Map<Integer, QueueLane> lanes = new ConcurrentHashMap<>();
    private volatile boolean paused;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deliveries deliveries;
    private volatile boolean stopped;
    private volatile boolean lost;

    private Subscription(
            EventConsumer consumer,
            RabbitConsumerSettings settings,
            IntFunction<PartitionProcessor> processors,
            Connection connection)
            throws IOException {
        this.queue = consumer.name();
        this.settings = settings;
        this.processors = processors;
        this.limits = WorkLimits.of(consumer, settings.batch(), settings.concurrency());
        this.connection = connection;
        this.channel = connection.createChannel();
        this.deliveries = new Deliveries(settings.prefetch() / 4);
    }

    /** @param processors raises the epoch of a lane; may block */
    static Subscription open(
            EventConsumer consumer, RabbitConsumerSettings settings, IntFunction<PartitionProcessor> processors)
            throws IOException, TimeoutException {
        Connection connection = settings.server().connect("millrace consumer " + consumer.name());
        try {
            new Declarations(settings.topology()).prepareQueue(connection, consumer.name(), consumer.topics());
            Subscription subscription = new Subscription(consumer, settings, processors, connection);
            subscription.consume();
            return subscription;
        } catch (IOException | TimeoutException | RuntimeException e) {
            connection.abort((int) RabbitConsumerSettings.CLOSE_AT_MOST.toMillis());
            throw e;
        }
    }

    private void consume() throws IOException {
        channel.basicQos(settings.prefetch());
        channel.basicConsume(
                queue,
                BY_HAND,
                (tag, delivery) -> delivered(delivery),
                tag -> lost("RabbitMQ cancelled it"),
                (tag, cause) -> lost(String.valueOf(cause.getMessage())));
    }

    private void delivered(Delivery delivery) {
        if (stopped) {
            return;
        }
        long tag = delivery.getEnvelope().getDeliveryTag();
        locked(() -> {
            deliveries.delivered(tag);
            return tag;
        });
        int lane = laneOf(delivery);
        lanes.computeIfAbsent(lane, this::startLane).offer(tag, Wire.decode(queue, lane, delivery));
    }

    private static int laneOf(Delivery delivery) {
        String key = Wire.keyOf(delivery);
        return key == null ? 0 : Math.floorMod(key.hashCode(), LANES);
    }

    private QueueLane startLane(int number) {
        QueueLane lane = new QueueLane(
                queue + "#" + number,
                limits,
                () -> processors.apply(number),
                this::finished,
                () -> lost("another instance works it"));
        if (paused) {
            lane.worker().pause();
        }
        return lane;
    }

    private void finished(List<Long> tags) {
        acknowledge(() -> deliveries.finished(tags));
    }

    /** Under the lock, so that an acknowledgement up to a tag never overtakes one of a smaller tag. */
    private void acknowledge(Supplier<List<Ack>> acks) {
        lock.lock();
        try {
            for (Ack ack : acks.get()) {
                channel.basicAck(ack.tag(), ack.multiple());
            }
        } catch (IOException | RuntimeException e) {
            log.debug("{} could not acknowledge, the inbox recognises what comes again: {}", queue, e.toString());
            lost(e.toString());
        } finally {
            lock.unlock();
        }
    }

    private void lost(String reason) {
        if (!lost && !stopped) {
            log.info("{} subscribes anew: {}", queue, reason);
        }
        lost = true;
    }

    /** Whether nothing more comes. */
    boolean isLost() {
        return lost || !channel.isOpen();
    }

    boolean isConnected() {
        return connection.isOpen() && !isLost();
    }

    /** What has to be done from time to time: acknowledges what waits for something that is repeated. */
    void tick() {
        acknowledge(deliveries::rest);
        if (locked(() -> deliveries.holdsLongerThan(settings.holdAtMost()))) {
            log.warn("{} has messages that were not finished for {}", queue, settings.holdAtMost());
            lost("they are taken anew, before RabbitMQ closes the channel for it");
        }
    }

    /** Messages in the queue, and those at hand. */
    long lag() throws IOException {
        int open = locked(deliveries::open);
        return channel.messageCount(queue) + open;
    }

    Optional<Throwable> failure() {
        return lanes.values().stream()
                .flatMap(lane -> lane.worker().failure().stream())
                .findFirst();
    }

    /** Begins nothing until {@link #resume}; the batches at hand end. */
    void pause() {
        paused = true;
        lanes.values().forEach(lane -> lane.worker().pause());
    }

    void resume() {
        paused = false;
        lanes.values().forEach(lane -> lane.worker().resume());
    }

    List<Retrying> retrying() {
        return lanes.values().stream()
                .flatMap(lane -> lane.worker().retrying().stream())
                .toList();
    }

    /** Begins no further transaction. */
    void stop() {
        stopped = true;
        lanes.values().forEach(lane -> lane.worker().stop());
    }

    /**
     * Lets the transactions at hand end, within limits, and closes the channel: what is not acknowledged goes back
     * to its place in the queue, for whoever is active next.
     */
    @Override
    public void close() {
        stop();
        long until = System.nanoTime() + settings.handOver().toNanos();
        try {
            for (QueueLane lane : lanes.values()) {
                if (!lane.worker().awaitEnd(until)) {
                    log.info("{} gives up messages with a transaction at hand", queue);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (channel.isOpen()) {
            acknowledge(deliveries::rest);
        }
        connection.abort((int) RabbitConsumerSettings.CLOSE_AT_MOST.toMillis());
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
