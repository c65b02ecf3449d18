package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Benchmark;
import io.millrace.benchmarks.harness.Target;
import java.util.List;

/** Every benchmark, in the order of the table. */
final class Catalogue {

    private Catalogue() {}

    static List<Benchmark> of(Stage stage) {
        return List.of(
                new Benchmark(
                        "append-1",
                        "events/s",
                        Target.atLeast(0.85),
                        "EventStore.append of 1 event a commit | bare one-row INSERT, autocommit; 16 connections",
                        () -> Appends.of(stage, 1)),
                new Benchmark(
                        "append-10",
                        "events/s",
                        Target.atLeast(0.80),
                        "EventStore.append of 10 events a commit | bare ten-row INSERT, autocommit; 16 connections",
                        () -> Appends.of(stage, 10)),
                new Benchmark(
                        "append-outbox",
                        "commits/s",
                        Target.atLeast(0.80),
                        "append and Outbox.add in a transaction | the two bare INSERTs in one; 16 connections",
                        () -> Appends.withMessage(stage)),
                new Benchmark(
                        "append-conflict",
                        "conflicts/s",
                        Target.none(),
                        "append with a stale version | bare INSERT that fails, and SELECT max(version)",
                        () -> Appends.conflicting(stage)),
                new Benchmark(
                        "catch-up",
                        "events/s",
                        Target.atLeast(0.6),
                        "EventStore.log read in pages from the beginning | COPY OUT of the same columns",
                        () -> new CatchUp(stage)),
                new Benchmark(
                        "consumer-inbox",
                        "events/s",
                        Target.atLeast(0.6),
                        "consumer with inbox, batches of 500 | poll loops with the same INSERTs; 4 partitions",
                        () -> new ConsumerWithInbox(stage)),
                new Benchmark(
                        "relay-kafka",
                        "messages/s",
                        Target.atLeast(0.6),
                        "relay that empties the outbox into Kafka | loop that sends the same records, same settings",
                        () -> new RelayToKafka(stage)),
                new Benchmark(
                        "relay-rabbitmq",
                        "messages/s",
                        Target.atLeast(0.8),
                        "relay that empties the outbox into RabbitMQ | loop with a window of 500 confirms",
                        () -> new RelayToRabbit(stage)),
                new Benchmark(
                        "latency",
                        "ms, p99",
                        Target.atMost(3),
                        "commit to handler at 500 events/s | commit, bare send, poll loop; p99, smaller is better",
                        () -> new Latency(stage)),
                new Benchmark(
                        "relay-size",
                        "messages/s",
                        Target.atLeast(0.9),
                        "relay with 5,000,000 rows behind its cursors | with 10,000; a publisher that takes no time",
                        () -> RelayOverTime.behind(stage)),
                new Benchmark(
                        "relay-held-snapshot",
                        "messages/s",
                        Target.atLeast(0.9),
                        "relay while another session holds a snapshot | without; a publisher that takes no time",
                        () -> RelayOverTime.underSnapshot(stage)),
                new Benchmark(
                        "sagas",
                        "sagas/s",
                        Target.none(),
                        "sagas of 3 commands and 4 transitions | a quarter of bare one-row commits; 8 connections",
                        () -> new SagaRate(stage)),
                new Benchmark(
                        "saga-claims",
                        "claims/s",
                        Target.atLeast(0.9),
                        "claims of 50 due sagas among 1,000,000 that wait | among 1,000",
                        () -> new SagaClaims(stage)),
                new Benchmark(
                        "saga-timers",
                        "time-outs/s",
                        Target.none(),
                        "10,000 time-outs due at once while new sagas start | bare one-row commits; 8 connections",
                        () -> new SagaTimers(stage)));
    }
}
