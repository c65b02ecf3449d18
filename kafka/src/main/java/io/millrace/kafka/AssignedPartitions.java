package io.millrace.kafka;

import io.millrace.consumer.PartitionWorker;
import io.millrace.consumer.Retrying;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The partitions that this instance has. Safe for use by many threads; one of them adds and removes. */
final class AssignedPartitions {

    private final Map<TopicPartition, AssignedPartition> assigned = new ConcurrentHashMap<>();
    private final Function<TopicPartition, AssignedPartition> starting;
    private volatile boolean paused;

    /** @param starting starts the worker of a partition */
    AssignedPartitions(Function<TopicPartition, AssignedPartition> starting) {
        this.starting = starting;
    }

    /** Starts to work on it; what was known of it before is forgotten. */
    void add(TopicPartition partition) {
        AssignedPartition state = starting.apply(partition);
        assigned.put(partition, state);
        if (paused) {
            state.worker().pause();
        }
    }

    void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(assigned::remove);
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(assigned.keySet());
    }

    boolean isFull(TopicPartition partition) {
        AssignedPartition state = assigned.get(partition);
        return state != null && state.worker().full();
    }

    void hand(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            AssignedPartition state = assigned.get(partition);
            if (state != null) {
                state.offer(polled.records(partition).stream().map(Wire::decode).toList());
            }
        }
    }

    /** The offsets to commit. */
    Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        for (TopicPartition partition : partitions) {
            AssignedPartition state = assigned.get(partition);
            OptionalLong offset = state == null ? OptionalLong.empty() : state.due();
            offset.ifPresent(value -> due.put(partition, new OffsetAndMetadata(value)));
        }
        return due;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            AssignedPartition state = assigned.get(partition);
            if (state != null) {
                state.committed(offset.offset());
            }
        });
    }

    /** Begins no further transaction of theirs. */
    void stop(Collection<TopicPartition> partitions) {
        workers(partitions).forEach(PartitionWorker::stop);
    }

    /** Stops them and waits for the batches at hand; returns whether all have ended. */
    boolean awaitEnd(Collection<TopicPartition> partitions, long untilNanos) {
        stop(partitions);
        boolean ended = true;
        try {
            for (PartitionWorker worker : workers(partitions)) {
                ended &= worker.awaitEnd(untilNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return ended;
    }

    private List<PartitionWorker> workers(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(assigned::get)
                .flatMap(state -> Optional.ofNullable(state).stream())
                .map(AssignedPartition::worker)
                .toList();
    }

    void pause() {
        paused = true;
        workers(partitions()).forEach(PartitionWorker::pause);
    }

    void resume() {
        paused = false;
        workers(partitions()).forEach(PartitionWorker::resume);
    }

    List<Retrying> retrying() {
        return workers(partitions()).stream()
                .flatMap(worker -> worker.retrying().stream())
                .toList();
    }

    Optional<Throwable> failure() {
        return workers(partitions()).stream()
                .flatMap(worker -> worker.failure().stream())
                .findFirst();
    }
}
