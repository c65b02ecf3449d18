package io.millrace.marketplace.app;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** All topics of the marketplace, as somebody from outside sees them. */
record Topics(String bootstrapServers) {

    private static final String PREFIX = "marketplace.";

    List<Topic> all() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(PREFIX))
                    .sorted()
                    .map(name -> new Topic(bootstrapServers, name))
                    .toList();
        }
    }

    /** How many records the consumer groups have not handled yet. */
    long lag() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            long lag = 0;
            for (GroupListing group : admin.listGroups().all().get()) {
                lag += lag(admin, group.groupId());
            }
            return lag;
        }
    }

    private static long lag(Admin admin, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> handled = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(handled.keySet().stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all()
                .get();
        long lag = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            lag += end.getValue().offset()
                    - requireNonNull(handled.get(end.getKey())).offset();
        }
        return lag;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }
}
