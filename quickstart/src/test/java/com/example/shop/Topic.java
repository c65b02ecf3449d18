package com.example.shop;

import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic, read from its beginning and written to without Millrace. */
final class Topic implements AutoCloseable {

    private final String name;
    private final KafkaConsumer<String, String> reader;
    private final KafkaProducer<String, String> writer;

    Topic(EmbeddedKafka broker, String name) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        this.name = name;
        this.reader = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        this.writer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** The first records of the key, as soon as there are so many. */
    List<ConsumerRecord<String, String>> await(int number, String key) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        Eventually.holds(number + " records of " + key, () -> {
            if (reader.assignment().isEmpty()) {
                reader.assign(partitions());
                reader.seekToBeginning(reader.assignment());
            }
            for (ConsumerRecord<String, String> next : reader.poll(Duration.ofMillis(100))) {
                if (key.equals(next.key())) {
                    found.add(next);
                }
            }
            return found.size() >= number;
        });
        return found;
    }

    private List<TopicPartition> partitions() {
        return reader.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
    }

    void repeat(ConsumerRecord<String, String> known) {
        writer.send(new ProducerRecord<>(name, known.partition(), known.key(), known.value(), known.headers()));
        writer.flush();
    }

    void send(String key, String value) {
        writer.send(new ProducerRecord<>(name, key, value));
        writer.flush();
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
