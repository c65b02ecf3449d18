package io.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.InMemoryDeadLetters;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.log.InMemoryCheckpoints;
import io.millrace.outbox.InMemoryOutbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.outbox.Publisher;
import io.millrace.outbox.Relay;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The relay between a log and a broker, both in memory. */
@SuppressWarnings("try") // a relay that only has to run
class RelayTest {

    @EventType("Counted")
    record Counted(String key, int number) {}

    /** A broker as a list; what it answers is up to the test. */
    private record Broker(
            List<OutgoingMessage> taken, Function<OutgoingMessage, CompletionStage<?>> answer, AtomicInteger open)
            implements Publisher {

        static Broker answering(Function<OutgoingMessage, CompletionStage<?>> answer) {
            return new Broker(new CopyOnWriteArrayList<>(), answer, new AtomicInteger());
        }

        Publisher opened() {
            open.incrementAndGet();
            return this;
        }

        @Override
        public CompletionStage<?> publish(OutgoingMessage message) {
            return answer.apply(message).thenApply(done -> taken.add(message));
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }

        List<Integer> numbers(String key) {
            return taken.stream()
                    .filter(message -> message.key().equals(key))
                    .map(message -> ((Counted) CODEC.decode("Counted", 1, message.payload())).number())
                    .toList();
        }
    }

    private static final EventTypes TYPES = EventTypes.of(Counted.class);
    private static final JsonEventCodec CODEC = new JsonEventCodec(TYPES);
    private static final CompletableFuture<?> YES = CompletableFuture.completedFuture(null);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints(transactions, Clock.systemUTC());
    private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters(transactions);
    private final InMemoryOutbox outbox =
            new InMemoryOutbox(transactions, new OutgoingMessages(TYPES, CODEC, Clock.systemUTC()));

    @Test
    void RL_4_a_refused_message_is_parked_and_holds_back_only_its_key() {
        Broker broker = Broker.answering(message -> refused(message, "a", 1) ? refusal() : YES);
        add("a", 0, 1, 2);
        add("b", 0, 1, 2);

        try (Relay relay = relay(broker)) {
            Eventually.holds("everything is passed", () -> relay.status().backlog() == 0);
            add("a", 3);
            Eventually.holds("what came later is passed", () -> relay.status().backlog() == 0);
        }

        assertThat(broker.numbers("a")).containsExactly(0);
        assertThat(broker.numbers("b")).containsExactly(0, 1, 2);
        assertThat(deadLetters.list("relay:test", 10))
                .extracting(DeadLetter::state)
                .containsExactlyInAnyOrder(DeadLetter.State.PARKED, DeadLetter.State.HELD, DeadLetter.State.HELD);
    }

    @Test
    void a_key_stays_held_when_the_relay_starts_again() {
        Broker broker = Broker.answering(message -> refused(message, "a", 0) ? refusal() : YES);
        add("a", 0);
        try (Relay relay = relay(broker)) {
            Eventually.holds("it is parked", () -> deadLetters.count("relay:test") == 1);
        }
        add("a", 1);
        add("b", 0);

        try (Relay relay = relay(broker)) {
            Eventually.holds("everything is passed", () -> relay.status().backlog() == 0);
        }

        assertThat(broker.numbers("a")).isEmpty();
        assertThat(broker.numbers("b")).containsExactly(0);
        assertThat(deadLetters.count("relay:test")).isEqualTo(2);
    }

    @Test
    void RL_1_a_failure_that_is_no_refusal_is_repeated_in_order_until_it_passes() {
        AtomicInteger failures = new AtomicInteger(3);
        Broker broker = Broker.answering(message -> message.position() == 3 && failures.getAndDecrement() > 0
                ? CompletableFuture.failedFuture(new IllegalStateException("connection lost"))
                : YES);
        add("a", 0, 1, 2, 3);

        try (Relay relay = relay(broker)) {
            Eventually.holds("everything is passed", () -> relay.status().backlog() == 0);
            Eventually.holds(
                    "nothing is wrong any more", () -> relay.status().failure().isEmpty());
        }

        assertThat(broker.numbers("a")).endsWith(2, 3).contains(0, 1);
        assertThat(deadLetters.count("relay:test")).isZero();
        assertThat(broker.open().get()).isZero();
    }

    @Test
    void the_cursor_waits_for_the_oldest_acknowledgement() {
        CompletableFuture<Object> first = new CompletableFuture<>();
        Broker broker = Broker.answering(message -> message.position() == 1 ? first : YES);
        add("a", 0);
        add("b", 0, 1);

        try (Relay relay = relay(broker)) {
            Eventually.holds(
                    "later ones are published", () -> broker.numbers("b").size() == 2);
            assertThat(checkpoints.position("test")).isZero();
            first.complete("acknowledged");
            Eventually.holds("the cursor moves", () -> checkpoints.position("test") == 3);
        }
    }

    @Test
    void RL_3_a_second_instance_takes_over_and_reorders_nothing() {
        CompletableFuture<Object> never = new CompletableFuture<>();
        Broker stuck = Broker.answering(message -> message.position() <= 10 ? YES : never);
        Broker healthy = Broker.answering(message -> YES);
        add("a", IntStream.range(0, 20).toArray());

        Relay first = relay(stuck);
        Eventually.holds("the first instance got stuck", () -> checkpoints.position("test") == 10);
        try (Relay second = relay(healthy)) {
            assertThat(healthy.taken()).isEmpty();
            first.close();
            Eventually.holds("the second takes over", () -> checkpoints.position("test") == 20);
        }

        assertThat(healthy.numbers("a"))
                .isEqualTo(IntStream.range(10, 20).boxed().toList());
        assertThat(stuck.open().get()).isZero();
    }

    private void add(String key, int... numbers) {
        for (int number : numbers) {
            transactions.run(() -> outbox.add(new OutgoingEvent("Counter", key, new Counted(key, number))));
        }
    }

    private Relay relay(Broker broker) {
        return Relay.start(
                "test",
                new Relay.Environment(outbox.log(), checkpoints, deadLetters, transactions, Clock.systemUTC()),
                broker::opened,
                new Relay.Settings(
                        100,
                        1_000,
                        Duration.ofMillis(1),
                        Duration.ofSeconds(1),
                        new Backoff(Duration.ofMillis(5), Duration.ofMillis(20))));
    }

    private static boolean refused(OutgoingMessage message, String key, int number) {
        return message.key().equals(key) && message.payload().contains("\"number\":" + number + "}");
    }

    private static CompletionStage<?> refusal() {
        return CompletableFuture.failedFuture(new PublishRefusedException("too large", null));
    }
}
