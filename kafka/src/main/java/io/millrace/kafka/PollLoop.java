package io.millrace.kafka;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Hold;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.PartitionWorker;
import io.millrace.consumer.WorkLimits;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
    private final Map<TopicPartition, AssignedPartition> assigned = new ConcurrentHashMap<>();

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
        pauseWhatIsFull(consumer);
        try {
            hand(consumer.poll(POLL));
        } catch (WakeupException e) {
            log.trace("{} has offsets to commit", definition.name());
        }
        commits.begin(consumer, due(assigned.keySet()), this::committed);
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
        assigned.forEach((partition, state) -> {
            boolean full = state.worker().full();
            if (full != paused.contains(partition)) {
                (full ? pause : resume).add(partition);
            }
        });
        consumer.pause(pause);
        consumer.resume(resume);
    }

    private void hand(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            AssignedPartition state = assigned.get(partition);
            if (state != null) {
                state.offer(decoded(polled.records(partition)));
            }
        }
    }

    private static List<IncomingMessage> decoded(List<ConsumerRecord<byte[], byte[]>> polled) {
        return polled.stream().map(Wire::decode).toList();
    }

    private Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        for (TopicPartition partition : partitions) {
            AssignedPartition state = assigned.get(partition);
            OptionalLong offset = state == null ? OptionalLong.empty() : state.due();
            offset.ifPresent(value -> due.put(partition, new OffsetAndMetadata(value)));
        }
        return due;
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            AssignedPartition state = assigned.get(partition);
            if (state != null) {
                state.committed(offset.offset());
            }
        });
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        for (TopicPartition partition : partitions) {
            String name = definition.name() + "@" + partition;
            assigned.put(partition, new AssignedPartition(name, () -> processor(partition), limits, this::wakeUp));
        }
    }

    private PartitionProcessor processor(TopicPartition partition) {
        Hold hold = environment.fences().take(definition.name(), partition.topic(), partition.partition());
        return new PartitionProcessor(definition, environment, stats, hold);
    }

    /** Lets the batches at hand end, within limits: whoever gets the partition fences a batch that takes longer. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<PartitionWorker> workers = workers(partitions);
        workers.forEach(PartitionWorker::stop);
        long until = System.nanoTime() + settings.handOver().toNanos();
        try {
            for (PartitionWorker worker : workers) {
                if (!worker.awaitEnd(until)) {
                    log.info("{} gives up a partition with a batch at hand", definition.name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        KafkaConsumer<byte[], byte[]> consumer = client;
        if (consumer != null) {
            commits.finish(consumer, due(partitions), KafkaConsumerSettings.COMMIT_AT_MOST);
        }
        partitions.forEach(assigned::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        workers(partitions).forEach(PartitionWorker::stop);
        partitions.forEach(assigned::remove);
    }

    private List<PartitionWorker> workers(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(assigned::get)
                .flatMap(state -> Optional.ofNullable(state).stream())
                .map(AssignedPartition::worker)
                .toList();
    }

    void wakeUp() {
        KafkaConsumer<byte[], byte[]> consumer = client;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Begins no further batch. For any thread. */
    void stop() {
        assigned.values().forEach(state -> state.worker().stop());
        wakeUp();
    }

    /** Leaves the group. To be called when {@link #step} is never called again. */
    void close() {
        long until = System.nanoTime() + settings.closesWithin().toNanos();
        try {
            onPartitionsRevoked(partitions());
        } finally {
            stop();
            assigned.clear();
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

    Set<TopicPartition> partitions() {
        return Set.copyOf(assigned.keySet());
    }

    Optional<Throwable> failure() {
        return assigned.values().stream()
                .flatMap(state -> state.worker().failure().stream())
                .findFirst();
    }
}
