package io.millrace.marketplace.app;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
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

    /** Counted from the start where nothing is handled yet: an empty topic has no committed offset, nor has a new one. */
    private static long lag(Admin admin, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> handled = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Set<TopicPartition> subscribed = partitions(admin, topics(admin, group, handled.keySet()));
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(subscribed.stream()
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all()
                .get();
        long lag = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            OffsetAndMetadata offset = handled.get(end.getKey());
            lag += end.getValue().offset() - (offset == null ? 0 : offset.offset());
        }
        return lag;
    }

    /** Those that its members have partitions of, and those that it handled something of. */
    private static Set<String> topics(Admin admin, String group, Set<TopicPartition> handled)
            throws ExecutionException, InterruptedException {
        Collection<ConsumerGroupDescription> described =
                admin.describeConsumerGroups(List.of(group)).all().get().values();
        Stream<TopicPartition> assigned = described.stream()
                .flatMap(description -> description.members().stream())
                .flatMap(member -> member.assignment().topicPartitions().stream());
        return Stream.concat(assigned, handled.stream())
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
    }

    private static Set<TopicPartition> partitions(Admin admin, Set<String> topics)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toSet());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }
}
