package io.millrace.testkit.engine;

import io.millrace.deadletter.InMemoryDeadLetters;
import io.millrace.log.Checkpoints;
import io.millrace.log.InMemoryCheckpoints;
import io.millrace.log.Lanes;
import io.millrace.log.Lease;
import io.millrace.log.Log;
import io.millrace.log.Share;
import io.millrace.outbox.InMemoryOutbox;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.outbox.Relay;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What relays named {@code test} work with: an outbox, its cursor, dead letters and a broker, all in memory. */
final class RelayFixture {

    /** Runs out while a test waits. */
    static final Duration LEASE = Duration.ofMillis(600);

    static final Duration LONG_LEASE = Duration.ofMinutes(1);

    final InMemoryTransactions transactions = new InMemoryTransactions();
    final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints(transactions, Clock.systemUTC());
    final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters(transactions);
    final InMemoryOutbox outbox =
            new InMemoryOutbox(transactions, new OutgoingMessages(Counted.TYPES, Counted.CODEC, Clock.systemUTC()));
    final MemoryBroker broker = new MemoryBroker();

    void add(String key, int... numbers) {
        addTo("Counter", key, numbers);
    }

    void addTo(String aggregateType, String key, int... numbers) {
        for (int number : numbers) {
            transactions.run(() -> outbox.add(new OutgoingEvent(aggregateType, key, new Counted(key, number))));
        }
    }

    Relay relay(Function<OutgoingMessage, CompletionStage<?>> answer) {
        return relay(outbox.log(), checkpoints, LONG_LEASE, answer);
    }

    Relay relay(
            Log<? extends Outgoing> log,
            Checkpoints cursors,
            Duration lease,
            Function<OutgoingMessage, CompletionStage<?>> answer) {
        return Relay.start(
                "test",
                new Relay.Environment(log, cursors, deadLetters, transactions, Clock.systemUTC()),
                () -> broker.answering(answer),
                new Relay.Settings(
                        100,
                        1_000,
                        Duration.ofMillis(1),
                        lease,
                        new Backoff(Duration.ofMillis(5), Duration.ofMillis(20))));
    }

    /** Whether another instance could take lanes over now. */
    boolean free() {
        Lease lease = checkpoints.join("test", Lanes.COUNT, LEASE);
        Share share = checkpoints.renew(lease);
        checkpoints.leave(lease);
        return !share.taken().isEmpty();
    }

    static void awaitEndOfLog(Relay relay) {
        Eventually.holds("everything is passed", () -> relay.status().backlog() == 0);
    }
}
