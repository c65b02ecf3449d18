package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.testkit.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic as the tests look at it, with Kafka's own clients. */
record Topic(EmbeddedKafka kafka, String name) {

    /** Makes the topic, with a configuration of names and values in turn. */
    static Topic create(EmbeddedKafka kafka, String name, int partitions, String... configuration) {
        Map<String, String> configured = new LinkedHashMap<>();
        for (int i = 0; i < configuration.length; i += 2) {
            configured.put(configuration[i], configuration[i + 1]);
        }
        Topic topic = new Topic(kafka, name);
        NewTopic wanted = new NewTopic(name, partitions, (short) 1).configs(configured);
        topic.admin(admin -> admin.createTopics(List.of(wanted)).all().get());
        return topic;
    }

    interface AdminWork<T> {
        T run(Admin admin) throws ExecutionException, InterruptedException;
    }

    <T> T admin(AdminWork<T> work) {
        try (Admin admin = Admin.create(KafkaSettings.clients(kafka.bootstrapServers(), Map.of()))) {
            return work.run(admin);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int partitions() {
        return admin(admin ->
                        admin.describeTopics(List.of(name)).allTopicNames().get())
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }

    /** Everything in the topic, in the order of each partition. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("key.deserializer", ByteArrayDeserializer.class.getName());
        properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(info -> new TopicPartition(name, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** Writes records as they are and returns when the topic has them. */
    void write(List<ProducerRecord<byte[], byte[]>> records) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("key.serializer", ByteArraySerializer.class.getName());
        properties.put("value.serializer", ByteArraySerializer.class.getName());
        properties.put("max.request.size", Integer.toString(4 << 20));
        properties.put("max.in.flight.requests.per.connection", "1");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> outcome : sent) {
                outcome.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> received) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : received.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }
}
