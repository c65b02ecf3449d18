package io.millrace.kafka;

import io.millrace.consumer.Replay;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What operators want to be read again. Any thread asks, the one that polls does it. */
final class Replays {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConcurrentLinkedQueue<Replay> wanted = new ConcurrentLinkedQueue<>();

    void add(Replay replay) {
        wanted.add(replay);
    }

    /** The one to do next, which stays until it is done. */
    @Nullable
    Replay next() {
        return wanted.peek();
    }

    void done() {
        wanted.poll();
    }

    /** Which of the partitions it is about. */
    static Set<TopicPartition> among(Set<TopicPartition> assigned, Replay replay) {
        return switch (replay) {
            case Replay.Beginning beginning -> assigned;
            case Replay.Since since -> assigned;
            case Replay.From from -> {
                TopicPartition one =
                        new TopicPartition(from.origin().topic(), from.origin().partition());
                yield assigned.contains(one) ? Set.of(one) : Set.of();
            }
        };
    }

    /** Where each partition is to be read from. Asks Kafka. */
    static Map<TopicPartition, Long> offsets(
            KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, Replay replay) {
        return switch (replay) {
            case Replay.Beginning beginning -> consumer.beginningOffsets(partitions, PATIENCE);
            case Replay.Since since -> since(consumer, partitions, since.time().toEpochMilli());
            case Replay.From from ->
                partitions.stream().collect(Collectors.toMap(Function.identity(), one -> from.origin()
                        .offset()));
        };
    }

    private static Map<TopicPartition, Long> since(
            KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> millis));
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
        consumer.offsetsForTimes(times, PATIENCE).forEach((partition, first) -> put(offsets, partition, first));
        return offsets;
    }

    private static void put(
            Map<TopicPartition, Long> offsets, TopicPartition partition, @Nullable OffsetAndTimestamp first) {
        if (first != null) {
            offsets.put(partition, first.offset());
        }
    }
}
