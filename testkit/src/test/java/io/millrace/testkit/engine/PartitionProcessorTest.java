package io.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.FencedException;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.OutsideWindowException;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.PartitionProcessor.Result;
import io.millrace.event.UnknownEventTypeException;
import io.millrace.work.TransientFailureException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Batches of one partition: retries, poison, duplicates and fences. */
class PartitionProcessorTest {

    private final ConsumerFixture fixture = new ConsumerFixture();

    @Test
    void a_batch_is_one_transaction() {
        Result result = fixture.processor(number -> {}).process(ConsumerFixture.messages(0, 1, 2));

        assertThat(result.done()).isEqualTo(3);
        assertThat(result.retryAfter()).isEmpty();
        assertThat(fixture.effects).containsExactly(0, 1, 2);
        assertThat(fixture.committedBefore).containsExactly(0, 0, 0);
    }

    @Test
    void each_in_its_own_transaction_commits_one_by_one() {
        PartitionProcessor processor =
                fixture.processor(fixture.consumer(number -> {}).eachInItsOwnTransaction());

        processor.process(ConsumerFixture.messages(0, 1, 2));

        assertThat(fixture.effects).containsExactly(0, 1, 2);
        assertThat(fixture.committedBefore).containsExactly(0, 1, 2);
    }

    @Test
    void CO_4_poison_within_a_batch_is_found_repeated_for_its_budget_and_parked() {
        PartitionProcessor processor = fixture.processor(number -> {
            if (number == 1) {
                throw new IllegalStateException("poison");
            }
        });
        List<IncomingMessage> messages = List.of(
                ConsumerFixture.message("a", 0), ConsumerFixture.message("b", 1), ConsumerFixture.message("c", 2));

        Result first = processor.process(messages);
        assertThat(first.done()).isEqualTo(1);
        assertThat(first.retryAfter()).isPresent();
        assertThat(fixture.effects).containsExactly(0);
        assertThat(processor.failure()).isPresent();

        fixture.clock.advance(ConsumerFixture.BUDGET);
        Result second = processor.process(messages.subList(1, 3));
        assertThat(second.done()).isEqualTo(2);
        assertThat(fixture.effects).containsExactly(0, 2);
        assertThat(processor.failure()).isEmpty();
        assertThat(fixture.deadLetters.list(ConsumerFixture.SOURCE, 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.location()).isEqualTo("t-0@1");
                    assertThat(letter.attempts()).isEqualTo(2);
                    assertThat(letter.failure().message()).isEqualTo("poison");
                });
    }

    @Test
    void an_outage_is_waited_out_however_long_it_takes() {
        List<RuntimeException> failures = new ArrayList<>();
        PartitionProcessor processor = fixture.processor(number -> {
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
        });
        failures.add(new TransientFailureException("away", new Exception()));
        List<IncomingMessage> messages = ConsumerFixture.messages(0, 1);

        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(processor.process(messages).done()).isZero();
            fixture.clock.advance(ConsumerFixture.BUDGET);
        }
        failures.clear();

        assertThat(processor.process(messages).done()).isEqualTo(2);
        assertThat(fixture.effects).containsExactly(0, 1);
        assertThat(fixture.deadLetters.count(ConsumerFixture.SOURCE)).isZero();
    }

    @Test
    void an_outage_between_two_failures_is_not_counted_against_the_message() {
        List<RuntimeException> failures = new ArrayList<>();
        PartitionProcessor processor = fixture.processor(number -> {
            throw failures.removeFirst();
        });
        failures.add(new IllegalStateException("no"));
        failures.add(new TransientFailureException("away", new Exception()));
        failures.add(new IllegalStateException("no"));
        List<IncomingMessage> messages = ConsumerFixture.messages(0);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(processor.process(messages).done()).isZero();
            fixture.clock.advance(ConsumerFixture.BUDGET.minusSeconds(1));
        }

        assertThat(failures).isEmpty();
        assertThat(fixture.deadLetters.count(ConsumerFixture.SOURCE)).isZero();
    }

    @Test
    void a_handler_of_a_type_that_is_not_registered_is_refused() {
        EventConsumer stranger = EventConsumer.named("c").topic("t").on(String.class, received -> {});

        assertThatThrownBy(() -> fixture.processor(stranger))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("EventTypes");
    }

    @Test
    void CO_1_a_repeated_message_has_one_effect_within_a_batch_and_between_batches() {
        PartitionProcessor processor = fixture.processor(number -> {});
        IncomingMessage message = ConsumerFixture.messages(7).getFirst();

        processor.process(List.of(message, message));
        processor.process(List.of(message));

        assertThat(fixture.effects).containsExactly(7);
        assertThat(fixture.stats.handled()).isEqualTo(1);
        assertThat(fixture.stats.duplicates()).isEqualTo(2);
    }

    @Test
    void CO_1_a_message_too_old_for_the_inbox_is_parked_with_that_reason_and_the_others_are_handled() {
        PartitionProcessor processor = fixture.processor(number -> {});
        IncomingMessage old = ConsumerFixture.messages(7).getFirst();
        processor.process(List.of(old));
        Instant horizon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        fixture.inbox.forgetBefore(horizon);
        IncomingMessage fresh = messageOf(horizon, ConsumerFixture.messages(8).getFirst());

        Result result = processor.process(List.of(old, fresh));

        assertThat(result.done()).isEqualTo(2);
        assertThat(fixture.effects).containsExactly(7, 8);
        assertThat(fixture.stats.parked()).isEqualTo(1);
        assertThat(fixture.stats.duplicates()).isZero();
        assertThat(fixture.deadLetters.list(ConsumerFixture.SOURCE, 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.location()).isEqualTo("t-0@7");
                    assertThat(letter.failure().errorClass()).isEqualTo(OutsideWindowException.class.getName());
                });
    }

    private static IncomingMessage messageOf(Instant time, IncomingMessage message) {
        Map<String, String> attributes = new HashMap<>(message.attributes());
        attributes.put("id", UUID.randomUUID().toString());
        attributes.put("time", time.toString());
        return new IncomingMessage(message.origin(), message.key(), attributes, message.body());
    }

    @Test
    void CO_6_a_raised_fence_lets_nothing_commit() {
        PartitionProcessor processor = fixture.processor(number -> {});
        fixture.fences.raise("c", "t", 0);

        assertThatThrownBy(() -> processor.process(ConsumerFixture.messages(0))).isInstanceOf(FencedException.class);

        assertThat(fixture.effects).isEmpty();
        assertThat(fixture.stats.handled()).isZero();
    }
}
