package io.millrace.marketplace.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic, as somebody from outside sees it. */
record Topic(String bootstrapServers, String name) {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Everything that is in it now. */
    List<ConsumerRecord<byte[], byte[]>> all() {
        return since(new HashMap<>());
    }

    /** Everything that is in it now from these offsets on, which move behind it. */
    List<ConsumerRecord<byte[], byte[]>> since(Map<TopicPartition, Long> offsets) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, offsets.getOrDefault(partition, 0L)));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            partitions.forEach(partition -> offsets.put(partition, consumer.position(partition)));
            return records;
        }
    }

    /** Produces copies, in this order. */
    void produce(List<ConsumerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(copied -> producer.send(
                    new ProducerRecord<>(name, copied.partition(), copied.key(), copied.value(), copied.headers())));
        }
    }

    /** How many records a consumer group has not handled yet. */
    long lag(String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return consumer.endOffsets(partitions(consumer)).entrySet().stream()
                    .mapToLong(end -> end.getValue()
                            - (committed.containsKey(end.getKey())
                                    ? committed.get(end.getKey()).offset()
                                    : 0))
                    .sum();
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
