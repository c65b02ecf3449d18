package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.ConsumerFixture.BUDGET;
import static io.millrace.testkit.engine.ConsumerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.Redriver;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.LetterFilter;
import io.millrace.testkit.Eventually;
import io.millrace.work.TransientFailureException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters of a consumer that are attempted again. */
class RedriverTest {

    private final ConsumerFixture fixture = new ConsumerFixture();
    private final Set<Integer> poison = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean outage = new AtomicBoolean();
    private final EventConsumer consumer = fixture.consumer(this::check);
    private final PartitionProcessor processor = fixture.processor(consumer);
    private @Nullable Redriver redriver;

    private void check(int number) {
        if (outage.get()) {
            throw new TransientFailureException("away", new Exception());
        }
        if (poison.contains(number)) {
            throw new IllegalStateException("poison");
        }
    }

    @AfterEach
    void close() {
        if (redriver != null) {
            redriver.close();
        }
    }

    @Test
    void CO_3_CO_5_what_was_parked_and_held_is_handled_in_order_after_a_fixed_handler() {
        poison.add(1);
        finish(List.of(message("a", 0), message("b", 1), message("b", 2), message("a", 3), message("b", 4)));
        assertThat(fixture.letters()).containsExactly("1 PARKED", "2 HELD", "4 HELD");

        poison.clear();
        start();
        fixture.redrive();

        Eventually.passes("all are redriven", () -> assertThat(fixture.letters())
                .containsExactly("1 REDRIVEN", "2 REDRIVEN", "4 REDRIVEN"));
        processor.process(List.of(message("b", 5)));
        assertThat(fixture.effects).containsExactly(0, 3, 1, 2, 4, 5);
        Eventually.holds("they are counted", () -> fixture.stats.redriven() == 3);
    }

    @Test
    void CO_5_what_was_handled_meanwhile_has_no_second_effect() {
        poison.add(1);
        List<IncomingMessage> messages = List.of(message("a", 0), message("b", 1));
        finish(messages);
        poison.clear();
        processor.process(List.of(new IncomingMessage(
                message("c", 9).origin(),
                "c",
                messages.getLast().attributes(),
                messages.getLast().body())));
        assertThat(fixture.effects).containsExactly(0, 1);

        start();
        fixture.redrive();

        Eventually.passes("it is resolved", () -> assertThat(fixture.letters()).containsExactly("1 REDRIVEN"));
        assertThat(fixture.effects).containsExactly(0, 1);
    }

    @Test
    void CO_3_one_that_fails_again_is_parked_and_its_key_waits_while_others_are_redriven() {
        poison.addAll(Set.of(1, 2));
        finish(List.of(
                message("a", 0), message("b", 1), message("c", 2), message("b", 3), message("c", 4), message("d", 5)));
        poison.remove(2);

        start();
        fixture.redrive();

        Eventually.passes("the others are redriven", () -> assertThat(fixture.letters())
                .containsExactly("1 PARKED", "2 REDRIVEN", "3 HELD", "4 REDRIVEN"));
        assertThat(fixture.deadLetters.list(LetterFilter.all().in(State.PARKED), Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(filed -> assertThat(filed.failedAgain()).isEqualTo(1));
        assertThat(fixture.effects).containsExactly(0, 5, 2, 4);
    }

    @Test
    void an_outage_leaves_letters_as_they_are_until_it_is_over() {
        poison.add(1);
        finish(List.of(message("a", 0), message("b", 1)));
        poison.clear();
        outage.set(true);
        Redriver running = start();
        fixture.redrive();

        Eventually.holds("it meets the outage", () -> running.failure().isPresent());
        assertThat(fixture.letters()).containsExactly("1 REDRIVING");

        outage.set(false);
        Eventually.passes("it goes on", () -> assertThat(fixture.letters()).containsExactly("1 REDRIVEN"));
    }

    @Test
    void what_was_held_behind_a_discarded_letter_is_handled() {
        poison.add(1);
        finish(List.of(message("a", 0), message("b", 1), message("b", 2)));
        start();
        fixture.deadLetters.discard(LetterFilter.all().in(State.PARKED), ConsumerFixture.OPERATOR);

        Eventually.passes("what waited is handled", () -> assertThat(fixture.letters())
                .containsExactly("1 DISCARDED", "2 REDRIVEN"));
        assertThat(fixture.effects).containsExactly(0, 2);
    }

    private Redriver start() {
        Redriver started = Redriver.start(consumer, fixture.environment, fixture.stats);
        redriver = started;
        return started;
    }

    private void finish(List<IncomingMessage> messages) {
        int done = 0;
        for (int round = 0; round < 20 && done < messages.size(); round++) {
            done += processor.process(messages.subList(done, messages.size())).done();
            fixture.clock.advance(BUDGET);
        }
        assertThat(done).isEqualTo(messages.size());
    }
}
