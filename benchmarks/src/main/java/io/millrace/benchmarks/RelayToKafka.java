package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Contest;
import io.millrace.kafka.KafkaPublisher;
import io.millrace.kafka.KafkaSettings;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Empties an outbox into Kafka, beside a loop that sends as many of the same records. */
final class RelayToKafka implements Contest {

    private static final String PREFIX = "drain";

    private final BenchDatabase database;
    private final KafkaSettings settings;
    private final int backlog;
    private int runs;

    RelayToKafka(Stage stage) throws SQLException {
        this.database = stage.database();
        this.settings = Wire.settings(stage, PREFIX);
        this.backlog = stage.scale().backlog();
        Fill.outbox(database, backlog);
        database.settle();
    }

    /** Each relay has a name of its own, so it begins at the beginning. */
    @Override
    public double figure() throws InterruptedException {
        runs++;
        return Drain.rate(database, "relay-" + runs, backlog, () -> KafkaPublisher.open(settings));
    }

    @Override
    public double limit() throws InterruptedException {
        String topic = Wire.topic(PREFIX);
        CountDownLatch acknowledged = new CountDownLatch(backlog);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings.producer())) {
            producer.partitionsFor(topic);
            long start = System.nanoTime();
            for (int i = 0; i < backlog; i++) {
                producer.send(Wire.record(topic, i), (sent, failure) -> {
                    if (failure == null) {
                        acknowledged.countDown();
                    }
                });
            }
            acknowledged.await();
            return backlog * 1e9 / (System.nanoTime() - start);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
