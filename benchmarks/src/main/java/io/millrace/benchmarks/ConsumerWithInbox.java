package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Contest;
import io.millrace.consumer.BatchHandler;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Received;
import io.millrace.event.EventIds;
import io.millrace.kafka.KafkaConsumerSettings;
import io.millrace.kafka.KafkaEventConsumer;
import io.millrace.postgres.JdbcTransactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * A consumer that inserts a row for each event, a batch at a time, and its inbox; beside poll loops that insert the
 * same rows. Both work four partitions over a connection each.
 */
final class ConsumerWithInbox implements Contest {

    static final int PARTITIONS = 4;
    static final int BATCH = 500;
    static final String INSERT = "INSERT INTO effects (event_id, order_id) SELECT * FROM unnest(?::uuid[], ?::text[])";
    private static final String TOPIC = "inbox.order";

    private final Stage stage;
    private final BenchDatabase database;
    private final int messages;
    private int runs;

    ConsumerWithInbox(Stage stage) throws SQLException, ExecutionException, InterruptedException {
        this.stage = stage;
        this.database = stage.database();
        this.messages = stage.scale().backlog() / 2;
        database.execute("CREATE TABLE effects (event_id uuid NOT NULL, order_id text NOT NULL)");
        database.execute("CREATE TABLE bare_inbox (LIKE millrace.processed_events INCLUDING ALL)");
        stage.createTopic(TOPIC, PARTITIONS);
        fillTopic();
        database.settle();
    }

    private void fillTopic() {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Wire.settings(stage, "inbox").producer())) {
            for (int i = 0; i < messages; i++) {
                producer.send(Wire.record(TOPIC, Fill.key(i), EventIds.next()));
            }
        }
    }

    /** A consumer with a name of its own gets everything from the beginning. */
    @Override
    public double figure() throws InterruptedException {
        runs++;
        Inserting handler = new Inserting();
        EventConsumer consumer =
                EventConsumer.named("consumer-" + runs).topic(TOPIC).handledBy(handler);
        try (KafkaEventConsumer running = KafkaEventConsumer.start(consumer, database.consuming(), settings())) {
            while (!handler.done.await(1, TimeUnit.SECONDS)) {
                running.failure().ifPresent(failure -> {
                    throw new IllegalStateException("the consumer fails", failure);
                });
            }
            return messages * 1e9 / (handler.lastNanos - handler.firstNanos.get());
        }
    }

    private KafkaConsumerSettings settings() {
        return KafkaConsumerSettings.of(stage.kafka().bootstrapServers());
    }

    @Override
    public double limit() throws Exception {
        runs++;
        return BarePolling.rate(stage, database, new BarePolling.Task(TOPIC, "bare-" + runs, messages));
    }

    @Override
    public void close() {
        database.close();
    }

    private final class Inserting implements BatchHandler {

        private final AtomicLong firstNanos = new AtomicLong();
        private final CountDownLatch done = new CountDownLatch(messages);
        private volatile long lastNanos;

        @Override
        public Set<Class<?>> types() {
            return Set.of(OrderPlaced.class);
        }

        @Override
        public void handle(List<Received<?>> events) {
            firstNanos.compareAndSet(0, System.nanoTime());
            JdbcTransactions transactions = database.database().transactions();
            transactions.withConnection(connection -> insert(connection, events));
            transactions.afterCommit(() -> committed(events.size()));
        }

        private void committed(int events) {
            lastNanos = System.nanoTime();
            for (int i = 0; i < events; i++) {
                done.countDown();
            }
        }

        private int insert(Connection connection, List<Received<?>> events) throws SQLException {
            Object[] ids =
                    events.stream().map(event -> event.metadata().eventId()).toArray();
            Object[] orders = events.stream().map(Received::subject).toArray();
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setArray(1, connection.createArrayOf("uuid", ids));
                insert.setArray(2, connection.createArrayOf("text", orders));
                return insert.executeUpdate();
            }
        }
    }
}
