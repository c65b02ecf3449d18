package io.millrace.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks Kafka how far a group is behind the ends of its partitions. Safe for use by many threads. */
final class GroupLag implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration NEXT_AFTER_FAILURE = Duration.ofSeconds(10);

    private final KafkaConsumerSettings settings;
    private final String group;
    private @Nullable Admin admin;
    private Map<TopicPartition, Long> last = Map.of();
    private long askAtNanos = System.nanoTime();

    GroupLag(KafkaConsumerSettings settings, String group) {
        this.settings = settings;
        this.group = group;
    }

    /** Messages behind, as Kafka said at most a second ago, or before it stopped to answer. */
    synchronized Map<TopicPartition, Long> of(Set<TopicPartition> partitions) {
        if (System.nanoTime() - askAtNanos >= 0) {
            askAtNanos = System.nanoTime() + ask(partitions).toNanos();
        }
        return last;
    }

    /** Returns when to ask again. */
    private Duration ask(Set<TopicPartition> partitions) {
        try {
            last = partitions.isEmpty() ? Map.of() : behind(client(), partitions);
            return FRESH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FRESH;
        } catch (ExecutionException | TimeoutException e) {
            return NEXT_AFTER_FAILURE;
        }
    }

    private Admin client() {
        if (admin == null) {
            admin = Admin.create(settings.admin());
        }
        return admin;
    }

    private Map<TopicPartition, Long> behind(Admin client, Set<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed =
                client.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> first =
                offsets(client, partitions, OffsetSpec.earliest());
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> end = offsets(client, partitions, OffsetSpec.latest());
        Map<TopicPartition, OffsetAndMetadata> done = now(committed);
        Map<TopicPartition, ListOffsetsResultInfo> begins = now(first);
        Map<TopicPartition, Long> behind = new HashMap<>();
        now(end).forEach((partition, info) -> {
            ListOffsetsResultInfo begin = begins.get(partition);
            OffsetAndMetadata next = done.get(partition);
            long from = Math.max(begin == null ? 0 : begin.offset(), next == null ? 0 : next.offset());
            behind.put(partition, Math.max(0, info.offset() - from));
        });
        return Map.copyOf(behind);
    }

    private static KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Admin client, Collection<TopicPartition> partitions, OffsetSpec which) {
        return client.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which)))
                .all();
    }

    private static <T> T now(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
