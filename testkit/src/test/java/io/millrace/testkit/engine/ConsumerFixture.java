package io.millrace.testkit.engine;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.InMemoryConsumerFences;
import io.millrace.consumer.InMemoryInbox;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.RetryPolicy;
import io.millrace.deadletter.InMemoryDeadLetters;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.Operator;
import io.millrace.event.EventIds;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.testkit.SettableClock;
import io.millrace.work.Backoff;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Outages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A consumer "c" of the topic "t" over memory, whose effects are the numbers of its messages. */
final class ConsumerFixture {

    @EventType("Counted")
    record Counted(int number) {}

    static final Duration BUDGET = Duration.ofSeconds(30);
    static final Operator OPERATOR = new Operator("kim", "the handler is fixed");
    static final String SOURCE = "consumer:c";

    final SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");
    final InMemoryTransactions transactions = new InMemoryTransactions();
    final InMemoryInbox inbox = new InMemoryInbox(transactions);
    final InMemoryConsumerFences fences = new InMemoryConsumerFences(transactions);
    final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters(transactions, clock);
    final EventTypes types = EventTypes.of(Counted.class);
    final ConsumerStats stats = new ConsumerStats();
    final ConsumerEnvironment environment;

    /** What committed; a rolled-back transaction leaves nothing here. */
    final List<Integer> effects = new CopyOnWriteArrayList<>();

    /** How many effects had committed when a message was handled. */
    final List<Integer> committedBefore = new CopyOnWriteArrayList<>();

    ConsumerFixture() {
        this(Duration.ofSeconds(60));
    }

    ConsumerFixture(Duration handlerTimeout) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2));
        this.environment = new ConsumerEnvironment(
                transactions,
                inbox,
                fences,
                deadLetters,
                types,
                new JsonEventCodec(types),
                Outages.defaults(),
                new RetryPolicy(backoff, BUDGET, handlerTimeout),
                clock);
    }

    PartitionProcessor processor(IntConsumer check) {
        return processor(consumer(check));
    }

    PartitionProcessor processor(EventConsumer consumer) {
        return new PartitionProcessor(consumer, environment, stats, fences.take("c", "t", 0));
    }

    /** A consumer that asks for each number whether it may be handled. */
    EventConsumer consumer(IntConsumer check) {
        return EventConsumer.named("c").topic("t").on(Counted.class, received -> {
            int number = received.event().number();
            committedBefore.add(effects.size());
            transactions.afterCommit(() -> effects.add(number));
            check.accept(number);
        });
    }

    /** What the message became, as the dead letters show it: its number and its state. */
    List<String> letters() {
        return deadLetters.list(SOURCE, 1_000).reversed().stream()
                .map(letter -> letter.location().substring("t-0@".length()) + " " + letter.state())
                .toList();
    }

    void redrive() {
        deadLetters.redrive(LetterFilter.all(), OPERATOR, 1_000_000);
        clock.advance(Duration.ofSeconds(1));
    }

    static List<IncomingMessage> messages(int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> message("key", number)).toList();
    }

    static IncomingMessage message(String key, int number) {
        return message(key, number, "{\"number\":%d}".formatted(number));
    }

    static IncomingMessage message(String key, int number, String body) {
        return new IncomingMessage(
                new Origin("t", 0, number), key, Map.of("id", EventIds.next().toString(), "type", "Counted"), body);
    }
}
