package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Contest;
import io.millrace.benchmarks.harness.Numbers;
import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventIds;
import io.millrace.kafka.KafkaConsumerSettings;
import io.millrace.kafka.KafkaEventConsumer;
import io.millrace.kafka.KafkaPublisher;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.Relay;
import io.millrace.postgres.PostgresOutbox;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** From the commit to the handler at 500 events a second, beside a send right after the commit and a poll loop. */
final class Latency implements Contest {

    private static final String PREFIX = "latency";
    private static final int PARTITIONS = 6;
    private static final int WINDOWS = 3;

    private final BenchDatabase database;
    private final Duration window;
    private final Relay relay;
    private final KafkaEventConsumer consumer;
    private final BareSending bare;
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> bareMedians = new ArrayList<>();
    private volatile Arrivals arrivals = new Arrivals("none", Duration.ZERO);
    private int runs;

    Latency(Stage stage) throws SQLException, ExecutionException, InterruptedException {
        this.database = stage.database();
        this.window = stage.scale().window().multipliedBy(WINDOWS);
        BareTable.create(database);
        stage.createTopic(Wire.topic(PREFIX), PARTITIONS);
        stage.createTopic(BareSending.TOPIC, PARTITIONS);
        database.settle();
        this.relay = Relay.start(
                PostgresOutbox.SUBSCRIPTION,
                database.relaying(),
                () -> KafkaPublisher.open(Wire.settings(stage, PREFIX)),
                Relay.Settings.defaults());
        this.consumer = KafkaEventConsumer.start(
                EventConsumer.named("latency")
                        .topic(Wire.topic(PREFIX))
                        .on(OrderPlaced.class, received -> arrivals.arrived(received.subject())),
                database.consuming(),
                KafkaConsumerSettings.of(stage.kafka().bootstrapServers()));
        this.bare = new BareSending(stage, database, key -> arrivals.arrived(key));
    }

    /** The 99th percentile in milliseconds. */
    @Override
    public double figure() throws InterruptedException, ExecutionException {
        double[] millis = begin().millisSorted(
                        key -> database.database().transactions().run(() -> database.outbox()
                                .add(new OutgoingEvent(OrderPlaced.STREAM_TYPE, key, OrderPlaced.of(key)))));
        medians.add(percentile(millis, 50));
        return percentile(millis, 99);
    }

    @Override
    public double limit() throws InterruptedException, ExecutionException {
        double[] millis = begin().millisSorted(key -> bare.commitAndSend(key, EventIds.next()));
        bareMedians.add(percentile(millis, 50));
        return percentile(millis, 99);
    }

    private Arrivals begin() {
        runs++;
        Arrivals begun = new Arrivals("run-" + runs, window);
        arrivals = begun;
        return begun;
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    @Override
    public String note() {
        return "p50 %s ms beside %s ms".formatted(Numbers.of(median(medians)), Numbers.of(median(bareMedians)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }

    @Override
    public void close() {
        relay.close();
        consumer.close();
        bare.close();
        database.close();
    }
}
