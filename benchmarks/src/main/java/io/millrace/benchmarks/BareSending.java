package io.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.benchmarks.harness.Clients.Client;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** What people do without an outbox: INSERT, commit, send; and a loop that polls. Loses messages at a crash. */
final class BareSending implements AutoCloseable {

    static final String TOPIC = "bare-latency.order";

    private static final int CONNECTIONS = 4;

    private final BlockingQueue<Client> inserts = new LinkedBlockingQueue<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread polling;
    private volatile boolean closed;

    BareSending(Stage stage, BenchDatabase database, Consumer<String> arrived) throws SQLException {
        for (int i = 0; i < CONNECTIONS; i++) {
            inserts.add(BareTable.events(database, 1));
        }
        this.producer = new KafkaProducer<>(Wire.settings(stage, "bare-latency").producer());
        this.consumer = new KafkaConsumer<>(BarePolling.consumer(stage, "bare-latency"));
        this.polling = Thread.ofPlatform().name("bare-polling").start(() -> poll(arrived));
    }

    private void poll(Consumer<String> arrived) {
        consumer.subscribe(List.of(TOPIC));
        while (!closed) {
            consumer.poll(Duration.ofMillis(200))
                    .forEach(received -> arrived.accept(new String(received.key(), UTF_8)));
            consumer.commitAsync();
        }
        consumer.close();
    }

    void commitAndSend(String key, UUID id) {
        try {
            Client insert = inserts.take();
            insert.once();
            inserts.add(insert);
        } catch (Exception e) {
            throw new IllegalStateException("a bare INSERT failed", e);
        }
        producer.send(Wire.record(TOPIC, key, id));
    }

    @Override
    public void close() {
        closed = true;
        try {
            polling.join();
            for (Client insert : inserts) {
                insert.close();
            }
        } catch (InterruptedException | SQLException e) {
            throw new IllegalStateException(e);
        }
        producer.close();
    }
}
