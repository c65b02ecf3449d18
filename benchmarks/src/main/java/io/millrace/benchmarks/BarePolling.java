package io.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Poll loops, one for each partition, that insert inbox rows and effects in one transaction and commit offsets. */
final class BarePolling {

    /** What to read, as whom. */
    record Task(String topic, String name, int messages) {}

    private static final String INBOX = "INSERT INTO bare_inbox (consumer, event_id, event_time)"
            + " SELECT ?, id, CURRENT_DATE FROM unnest(?::uuid[]) AS id ON CONFLICT DO NOTHING";

    private final BenchDatabase database;
    private final Task task;
    private final Properties properties;
    private final AtomicLong firstNanos = new AtomicLong();

    private BarePolling(Stage stage, BenchDatabase database, Task task) {
        this.database = database;
        this.task = task;
        this.properties = consumer(stage, task.name());
        this.properties.put("max.poll.records", Integer.toString(ConsumerWithInbox.BATCH));
    }

    static Properties consumer(Stage stage, String group) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", stage.kafka().bootstrapServers());
        properties.put("group.id", group);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("key.deserializer", ByteArrayDeserializer.class.getName());
        properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return properties;
    }

    /** Messages a second, from the first batch to the last commit. */
    static double rate(Stage stage, BenchDatabase database, Task task) throws Exception {
        BarePolling polling = new BarePolling(stage, database, task);
        try (ExecutorService executor = Executors.newFixedThreadPool(ConsumerWithInbox.PARTITIONS)) {
            List<Future<?>> loops = new ArrayList<>();
            for (int i = 0; i < ConsumerWithInbox.PARTITIONS; i++) {
                int partition = i;
                loops.add(executor.submit(() -> {
                    polling.loop(partition);
                    return partition;
                }));
            }
            for (Future<?> loop : loops) {
                loop.get();
            }
        }
        return task.messages() * 1e9 / (System.nanoTime() - polling.firstNanos.get());
    }

    private void loop(int partition) throws SQLException {
        TopicPartition assigned = new TopicPartition(task.topic(), partition);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties);
                Connection connection = database.connection()) {
            consumer.assign(List.of(assigned));
            consumer.seekToBeginning(List.of(assigned));
            long end = consumer.endOffsets(List.of(assigned)).getOrDefault(assigned, 0L);
            connection.setAutoCommit(false);
            while (consumer.position(assigned) < end) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                if (!records.isEmpty()) {
                    firstNanos.compareAndSet(0, System.nanoTime());
                    handle(connection, records);
                    consumer.commitAsync();
                }
            }
            connection.setAutoCommit(true);
        }
    }

    private void handle(Connection connection, ConsumerRecords<byte[], byte[]> records) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        List<String> orders = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> received : records) {
            ids.add(UUID.fromString(
                    new String(received.headers().lastHeader("ce_id").value(), UTF_8)));
            orders.add(new String(received.key(), UTF_8));
        }
        try (PreparedStatement inbox = connection.prepareStatement(INBOX);
                PreparedStatement effects = connection.prepareStatement(ConsumerWithInbox.INSERT)) {
            inbox.setString(1, task.name());
            inbox.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            inbox.executeUpdate();
            effects.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            effects.setArray(2, connection.createArrayOf("text", orders.toArray()));
            effects.executeUpdate();
        }
        connection.commit();
    }
}
