package io.millrace.kafka;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Hold;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.Replay;
import io.millrace.consumer.WorkLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls, hands on what was polled, and commits what is finished. For one thread, which never waits for the work. */
final class PollLoop implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LEAVE_AT_LEAST = Duration.ofMillis(100);

    private final EventConsumer definition;
    private final ConsumerEnvironment environment;
    private final KafkaConsumerSettings settings;
    private final ConsumerStats stats;
    private final WorkLimits limits;
    private final OffsetCommits commits;
    private final AssignedPartitions assigned = new AssignedPartitions(this::start);
    private final Replays replays = new Replays();

    private volatile @Nullable KafkaConsumer<byte[], byte[]> client;
    private volatile boolean joined;

    PollLoop(
            EventConsumer definition,
            ConsumerEnvironment environment,
            KafkaConsumerSettings settings,
            ConsumerStats stats) {
        this.definition = definition;
        this.environment = environment;
        this.settings = settings;
        this.stats = stats;
        this.limits = WorkLimits.of(definition, settings.batch(), settings.concurrency());
        this.commits = new OffsetCommits(definition.name());
    }

    /** One round. */
    Duration step() {
        KafkaConsumer<byte[], byte[]> consumer = client == null ? open() : client;
        try {
            replay(consumer);
            pauseWhatIsFull(consumer);
            assigned.hand(consumer.poll(POLL));
        } catch (WakeupException e) {
            log.trace("{} has offsets to commit", definition.name());
        }
        commits.begin(consumer, assigned.due(assigned.partitions()), assigned::committed);
        return Duration.ZERO;
    }

    private KafkaConsumer<byte[], byte[]> open() {
        KafkaConsumer<byte[], byte[]> opened = new KafkaConsumer<>(settings.consumer(definition.name()));
        opened.subscribe(definition.topics(), this);
        client = opened;
        return opened;
    }

    private void pauseWhatIsFull(KafkaConsumer<byte[], byte[]> consumer) {
        Set<TopicPartition> pause = new HashSet<>();
        Set<TopicPartition> resume = new HashSet<>();
        Set<TopicPartition> paused = consumer.paused();
        for (TopicPartition partition : assigned.partitions()) {
            boolean full = assigned.isFull(partition);
            if (full != paused.contains(partition)) {
                (full ? pause : resume).add(partition);
            }
        }
        consumer.pause(pause);
        consumer.resume(resume);
    }

    /** What was polled before is dropped with the workers that have it, and nothing wakes this thread up meanwhile. */
    private void replay(KafkaConsumer<byte[], byte[]> consumer) {
        Replay replay = replays.next();
        if (replay == null) {
            return;
        }
        Set<TopicPartition> partitions = Replays.among(assigned.partitions(), replay);
        endBatches(partitions);
        Map<TopicPartition, Long> offsets = Replays.offsets(consumer, partitions, replay);
        offsets.forEach((partition, offset) -> {
            consumer.seek(partition, offset);
            assigned.add(partition);
        });
        replays.done();
        log.info("{} reads again from {}", definition.name(), offsets);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        partitions.forEach(assigned::add);
    }

    private AssignedPartition start(TopicPartition partition) {
        String name = definition.name() + "@" + partition;
        return new AssignedPartition(name, () -> processor(partition), limits, this::wakeUp);
    }

    private PartitionProcessor processor(TopicPartition partition) {
        Hold hold = environment.fences().take(definition.name(), partition.topic(), partition.partition());
        return new PartitionProcessor(definition, environment, stats, hold);
    }

    /** Lets the batches at hand end, within limits: whoever gets the partition fences a batch that takes longer. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        endBatches(partitions);
        KafkaConsumer<byte[], byte[]> consumer = client;
        if (consumer != null) {
            commits.finish(consumer, assigned.due(partitions), KafkaConsumerSettings.COMMIT_AT_MOST);
        }
        assigned.remove(partitions);
    }

    private void endBatches(Collection<TopicPartition> partitions) {
        if (!assigned.awaitEnd(
                partitions, System.nanoTime() + settings.handOver().toNanos())) {
            log.info("{} gives up a partition with a batch at hand", definition.name());
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        assigned.stop(partitions);
        assigned.remove(partitions);
    }

    /** Has the partitions that this instance has read again. For any thread. */
    void replay(Replay replay) {
        replays.add(replay);
        wakeUp();
    }

    private void wakeUp() {
        KafkaConsumer<byte[], byte[]> consumer = client;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Begins no further batch. For any thread. */
    void stop() {
        assigned.stop(assigned.partitions());
        wakeUp();
    }

    /** Leaves the group. To be called when {@link #step} is never called again. */
    void close() {
        long until = System.nanoTime() + settings.closesWithin().toNanos();
        try {
            onPartitionsRevoked(assigned.partitions());
        } finally {
            stop();
            assigned.remove(assigned.partitions());
            leave(Duration.ofNanos(until - System.nanoTime()));
        }
    }

    private void leave(Duration atMost) {
        KafkaConsumer<byte[], byte[]> consumer = client;
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(atMost.compareTo(LEAVE_AT_LEAST) < 0 ? LEAVE_AT_LEAST : atMost));
        }
    }

    /** Whether the group has ever given an answer. */
    boolean joined() {
        return joined;
    }

    boolean connected() {
        KafkaConsumer<byte[], byte[]> consumer = client;
        return consumer != null
                && consumer.metrics().entrySet().stream()
                        .filter(metric -> metric.getKey().name().equals("connection-count"))
                        .anyMatch(metric -> ((Number) metric.getValue().metricValue()).doubleValue() > 0);
    }

    /** The partitions that this instance has, and how they stand. */
    AssignedPartitions assigned() {
        return assigned;
    }
}
