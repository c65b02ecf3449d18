package io.millrace.testkit.engine;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.InMemoryConsumerFences;
import io.millrace.consumer.InMemoryInbox;
import io.millrace.consumer.LogConsumerSettings;
import io.millrace.consumer.LogEventConsumer;
import io.millrace.consumer.LogSource;
import io.millrace.consumer.Received;
import io.millrace.consumer.RetryPolicy;
import io.millrace.deadletter.InMemoryDeadLetters;
import io.millrace.log.InMemoryCheckpoints;
import io.millrace.log.Lanes;
import io.millrace.log.Lease;
import io.millrace.log.Log;
import io.millrace.log.Share;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.InMemoryOutbox;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Outages;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An outbox {@code s} that consumers read without a broker, all in memory; their effects are what they received. */
final class LogConsumerFixture {

    static final Duration LEASE = Duration.ofMillis(600);
    static final Duration LONG = Duration.ofMinutes(1);
    static final String TOPIC = "shop.counter";

    final InMemoryTransactions transactions = new InMemoryTransactions();
    final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints(transactions, Clock.systemUTC());
    final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters(transactions);
    final InMemoryOutbox outbox =
            new InMemoryOutbox(transactions, new OutgoingMessages(Counted.TYPES, Counted.CODEC, Clock.systemUTC()));
    final ConsumerEnvironment environment = new ConsumerEnvironment(
            transactions,
            new InMemoryInbox(transactions),
            new InMemoryConsumerFences(transactions),
            deadLetters,
            Counted.TYPES,
            Counted.CODEC,
            Outages.declared(),
            new RetryPolicy(new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)), Duration.ofMillis(100)),
            Clock.systemUTC());

    /** What committed; a rolled-back transaction leaves nothing here. */
    final List<Received<Counted>> effects = new CopyOnWriteArrayList<>();

    void add(String key, int... numbers) {
        addTo("Counter", key, numbers);
    }

    void addTo(String aggregateType, String key, int... numbers) {
        for (int number : numbers) {
            transactions.run(() -> outbox.add(new OutgoingEvent(aggregateType, key, new Counted(key, number))));
        }
    }

    /** A consumer that asks for each event whether it may be handled. */
    EventConsumer consumer(String name, Consumer<Counted> check) {
        return EventConsumer.named(name).topic(TOPIC).on(Counted.class, received -> {
            check.accept(received.event());
            Received<Counted> effect =
                    new Received<>(received.event(), received.metadata(), received.subject(), received.sequence());
            transactions.afterCommit(() -> effects.add(effect));
        });
    }

    LogEventConsumer start(EventConsumer consumer) {
        return start(consumer, LEASE, source(outbox.log()));
    }

    LogEventConsumer start(EventConsumer consumer, Duration lease, LogSource... sources) {
        return LogEventConsumer.start(
                consumer, environment, new LogConsumerSettings(List.of(sources), checkpoints, 8, 10, lease));
    }

    static LogSource source(Log<? extends Outgoing> log) {
        return new LogSource("s", log, Destinations.perAggregate("shop"), URI.create("/shop"));
    }

    /** The numbers of a key in the order of their effects. */
    List<Integer> numbers(String key) {
        return effects.stream()
                .map(Received::event)
                .filter(event -> event.key().equals(key))
                .map(Counted::number)
                .toList();
    }

    long position(String consumer) {
        return checkpoints.position("consumer:" + consumer + "/s");
    }

    /** Whether another instance of the consumer could take lanes over now. */
    boolean free(String consumer) {
        Lease lease = checkpoints.join("consumer:" + consumer + "/s", Lanes.COUNT, LEASE);
        Share share = checkpoints.renew(lease);
        checkpoints.leave(lease);
        return !share.taken().isEmpty();
    }

    static void awaitEndOfLog(LogEventConsumer consumer) {
        Eventually.holds(
                "everything is passed", () -> consumer.lag().values().stream().allMatch(behind -> behind == 0));
    }
}
