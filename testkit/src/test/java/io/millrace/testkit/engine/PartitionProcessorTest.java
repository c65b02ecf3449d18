package io.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerStats;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.FencedException;
import io.millrace.consumer.InMemoryConsumerFences;
import io.millrace.consumer.InMemoryInbox;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.PartitionProcessor.Result;
import io.millrace.consumer.RetryPolicy;
import io.millrace.deadletter.InMemoryDeadLetters;
import io.millrace.event.EventIds;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.event.UnknownEventTypeException;
import io.millrace.testkit.SettableClock;
import io.millrace.work.Backoff;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Outages;
import io.millrace.work.TransientFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches of one partition: retries, poison, duplicates and fences. */
class PartitionProcessorTest {

    @EventType("Counted")
    record Counted(int number) {}

    private static final Duration BUDGET = Duration.ofSeconds(30);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryConsumerFences fences = new InMemoryConsumerFences(transactions);
    private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters(transactions);
    private final SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");
    private final EventTypes types = EventTypes.of(Counted.class);
    private final ConsumerStats stats = new ConsumerStats();
    private final ConsumerEnvironment environment = new ConsumerEnvironment(
            transactions,
            new InMemoryInbox(transactions),
            fences,
            deadLetters,
            types,
            new JsonEventCodec(types),
            Outages.declared(),
            new RetryPolicy(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2)), BUDGET),
            clock);

    /** What committed; a rolled-back transaction leaves nothing here. */
    private final List<Integer> effects = new ArrayList<>();

    /** How many effects had committed when a message was handled. */
    private final List<Integer> committedBefore = new ArrayList<>();

    @Test
    void a_batch_is_one_transaction() {
        Result result = processor(number -> {}).process(messages(0, 1, 2));

        assertThat(result.done()).isEqualTo(3);
        assertThat(result.retryAfter()).isEmpty();
        assertThat(effects).containsExactly(0, 1, 2);
        assertThat(committedBefore).containsExactly(0, 0, 0);
    }

    @Test
    void each_in_its_own_transaction_commits_one_by_one() {
        PartitionProcessor processor = new PartitionProcessor(
                consumer(number -> {}).eachInItsOwnTransaction(), environment, stats, fences.raise("c", "t", 0));

        processor.process(messages(0, 1, 2));

        assertThat(effects).containsExactly(0, 1, 2);
        assertThat(committedBefore).containsExactly(0, 1, 2);
    }

    @Test
    void CO_4_poison_within_a_batch_is_found_repeated_for_its_budget_and_parked() {
        PartitionProcessor processor = processor(number -> {
            if (number == 1) {
                throw new IllegalStateException("poison");
            }
        });
        List<IncomingMessage> messages = messages(0, 1, 2);

        Result first = processor.process(messages);
        assertThat(first.done()).isEqualTo(1);
        assertThat(first.retryAfter()).isPresent();
        assertThat(effects).containsExactly(0);
        assertThat(processor.failure()).isPresent();

        clock.advance(BUDGET);
        Result second = processor.process(messages.subList(1, 3));
        assertThat(second.done()).isEqualTo(2);
        assertThat(effects).containsExactly(0, 2);
        assertThat(processor.failure()).isEmpty();
        assertThat(deadLetters.list("consumer:c", 10)).singleElement().satisfies(letter -> {
            assertThat(letter.location()).isEqualTo("t-0@1");
            assertThat(letter.attempts()).isEqualTo(2);
            assertThat(letter.failure().message()).isEqualTo("poison");
        });
    }

    @Test
    void an_outage_is_waited_out_however_long_it_takes() {
        List<RuntimeException> failures = new ArrayList<>();
        PartitionProcessor processor = processor(number -> {
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
        });
        failures.add(new TransientFailureException("away", new Exception()));
        List<IncomingMessage> messages = messages(0, 1);

        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(processor.process(messages).done()).isZero();
            clock.advance(BUDGET);
        }
        failures.clear();

        assertThat(processor.process(messages).done()).isEqualTo(2);
        assertThat(effects).containsExactly(0, 1);
        assertThat(deadLetters.count("consumer:c")).isZero();
    }

    @Test
    void an_outage_between_two_failures_is_not_counted_against_the_message() {
        List<RuntimeException> failures = new ArrayList<>();
        PartitionProcessor processor = processor(number -> {
            throw failures.removeFirst();
        });
        failures.add(new IllegalStateException("no"));
        failures.add(new TransientFailureException("away", new Exception()));
        failures.add(new IllegalStateException("no"));
        List<IncomingMessage> messages = messages(0);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(processor.process(messages).done()).isZero();
            clock.advance(BUDGET.minusSeconds(1));
        }

        assertThat(failures).isEmpty();
        assertThat(deadLetters.count("consumer:c")).isZero();
    }

    @Test
    void a_handler_of_a_type_that_is_not_registered_is_refused() {
        EventConsumer stranger = EventConsumer.named("c").topic("t").on(String.class, received -> {});

        assertThatThrownBy(() -> new PartitionProcessor(stranger, environment, stats, fences.raise("c", "t", 0)))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("EventTypes");
    }

    @Test
    void CO_1_a_repeated_message_has_one_effect_within_a_batch_and_between_batches() {
        PartitionProcessor processor = processor(number -> {});
        IncomingMessage message = messages(7).getFirst();

        processor.process(List.of(message, message));
        processor.process(List.of(message));

        assertThat(effects).containsExactly(7);
        assertThat(stats.handled()).isEqualTo(1);
        assertThat(stats.duplicates()).isEqualTo(2);
    }

    @Test
    void CO_6_a_raised_fence_lets_nothing_commit() {
        PartitionProcessor processor = processor(number -> {});
        fences.raise("c", "t", 0);

        assertThatThrownBy(() -> processor.process(messages(0))).isInstanceOf(FencedException.class);

        assertThat(effects).isEmpty();
        assertThat(stats.handled()).isZero();
    }

    private PartitionProcessor processor(IntConsumer check) {
        return new PartitionProcessor(consumer(check), environment, stats, fences.raise("c", "t", 0));
    }

    private EventConsumer consumer(IntConsumer check) {
        return EventConsumer.named("c").topic("t").on(Counted.class, received -> {
            int number = received.event().number();
            committedBefore.add(effects.size());
            transactions.afterCommit(() -> effects.add(number));
            check.accept(number);
        });
    }

    private static List<IncomingMessage> messages(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new IncomingMessage(
                        new Origin("t", 0, number),
                        "key",
                        Map.of("id", EventIds.next().toString(), "type", "Counted"),
                        "{\"number\":%d}".formatted(number)))
                .toList();
    }
}
