package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.ConsumerFixture.BUDGET;
import static io.millrace.testkit.engine.ConsumerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.HandlerTimeoutException;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.PartitionProcessor.Result;
import io.millrace.testkit.Eventually;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a message that fails does to its key, to other keys, and what tells it from an outage. */
class PoisonTest {

    private final Set<Integer> poison = ConcurrentHashMap.newKeySet();
    private ConsumerFixture fixture = new ConsumerFixture();
    private PartitionProcessor processor = processor();

    private PartitionProcessor processor() {
        return fixture.processor(number -> {
            if (poison.contains(number)) {
                throw new IllegalStateException("poison");
            }
        });
    }

    @Test
    void CO_3_later_messages_of_a_parked_one_are_held_in_order_and_other_keys_go_on() {
        poison.add(1);
        List<IncomingMessage> messages =
                List.of(message("a", 0), message("b", 1), message("a", 2), message("b", 3), message("b", 4));

        park(messages);

        assertThat(fixture.effects).containsExactly(0, 2);
        assertThat(fixture.letters()).containsExactly("1 PARKED", "3 HELD", "4 HELD");
        assertThat(fixture.stats.held()).isEqualTo(2);
    }

    @Test
    void CO_3_messages_behind_one_that_cannot_be_read_are_held_too_and_those_without_key_hold_nobody() {
        IncomingMessage broken = message("a", 1, "{broken");
        IncomingMessage alone = new IncomingMessage(message("x", 3).origin(), null, broken.attributes(), "{broken");
        IncomingMessage after = new IncomingMessage(
                message("x", 4).origin(), null, message("x", 4).attributes(), "{\"number\":4}");

        Result result = processor.process(List.of(broken, message("a", 2), alone, after, message("b", 5)));

        assertThat(result.done()).isEqualTo(5);
        assertThat(fixture.letters()).containsExactly("1 PARKED", "2 HELD", "3 PARKED");
        assertThat(fixture.effects).containsExactly(4, 5);
    }

    @Test
    void CO_3_who_takes_the_partition_over_holds_the_keys_that_wait() {
        poison.add(1);
        park(List.of(message("a", 0), message("b", 1)));

        PartitionProcessor taker = processor();
        taker.process(List.of(message("b", 2), message("a", 3)));

        assertThat(fixture.letters()).containsExactly("1 PARKED", "2 HELD");
        assertThat(fixture.effects).containsExactly(0, 3);
    }

    @Test
    void CO_3_a_key_whose_letters_are_all_resolved_is_handled_directly_again() {
        poison.add(1);
        park(List.of(message("a", 0), message("b", 1)));
        fixture.redrive();
        fixture.deadLetters.redriven(fixture.deadLetters.list(ConsumerFixture.SOURCE, 1).stream()
                .map(letter -> letter.id())
                .toList());

        processor.process(List.of(message("b", 2)));

        assertThat(fixture.effects).containsExactly(0, 2);
        assertThat(fixture.letters()).containsExactly("1 REDRIVEN");
    }

    @Test
    void CO_4_poison_is_parked_though_the_next_keys_are_poisoned_alike_if_one_works() {
        poison.addAll(Set.of(0, 1, 2, 3));
        List<IncomingMessage> messages = IntStream.range(0, 8)
                .mapToObj(number -> message("key-" + number, number))
                .toList();

        for (int round = 0; round < 20 && fixture.letters().size() < 4; round++) {
            processor.process(messages.subList(fixture.letters().size(), 8));
            fixture.clock.advance(BUDGET);
        }

        assertThat(fixture.letters()).containsExactly("0 PARKED", "1 PARKED", "2 PARKED", "3 PARKED");
        assertThat(fixture.effects).containsExactlyInAnyOrder(4, 5, 6, 7);
    }

    @Test
    void CO_3_no_message_is_tried_before_an_earlier_one_of_its_key_that_can_not_be_read() {
        poison.add(0);
        List<IncomingMessage> messages =
                List.of(message("a", 0), message("b", 1, "{broken"), message("b", 2), message("c", 3));

        park(messages);

        assertThat(fixture.effects).containsExactly(3);
        assertThat(fixture.letters()).containsExactly("0 PARKED", "1 PARKED", "2 HELD");
    }

    @Test
    void what_fails_alike_for_every_key_is_an_outage_and_parks_nothing() {
        poison.addAll(Set.of(0, 1, 2));
        List<IncomingMessage> messages = List.of(message("a", 0), message("b", 1), message("c", 2));
        for (int round = 0; round < 10; round++) {
            Result result = processor.process(messages);
            assertThat(result.done()).isZero();
            assertThat(result.retryAfter()).isPresent();
            fixture.clock.advance(BUDGET);
        }
        assertThat(fixture.letters()).isEmpty();
        assertThat(processor.retrying()).hasValueSatisfying(retrying -> {
            assertThat(retrying.at()).isEqualTo(messages.getFirst().origin());
            assertThat(retrying.attempts()).isEqualTo(10);
            assertThat(retrying.failure()).hasMessage("poison");
        });

        poison.clear();
        assertThat(processor.process(messages).done()).isEqualTo(3);
        assertThat(fixture.effects).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(processor.retrying()).isEmpty();
    }

    @Test
    void an_hour_without_another_server_parks_nothing() {
        List<Exception> outages = List.of(
                new ConnectException("refused"),
                new IllegalStateException("mail", new SocketTimeoutException("no answer")));
        boolean[] down = {true};
        PartitionProcessor mails = fixture.processor(number -> {
            if (down[0]) {
                throw new IllegalStateException(outages.get(number % outages.size()));
            }
        });
        List<IncomingMessage> messages = List.of(message("a", 0));
        for (int minute = 0; minute < 60; minute++) {
            assertThat(mails.process(messages).done()).isZero();
            fixture.clock.advance(Duration.ofMinutes(1));
        }
        down[0] = false;

        assertThat(mails.process(messages).done()).isEqualTo(1);
        assertThat(fixture.letters()).isEmpty();
        assertThat(fixture.effects).containsExactly(0);
    }

    @Test
    void CO_4_a_handler_that_does_not_return_is_interrupted_and_its_message_parked() {
        fixture = new ConsumerFixture(Duration.ofMillis(200));
        CountDownLatch never = new CountDownLatch(1);
        processor = fixture.processor(number -> {
            if (number == 1) {
                awaitInterrupt(never);
            }
        });
        List<IncomingMessage> messages = List.of(message("a", 0), message("b", 1), message("c", 2));

        park(messages);

        assertThat(fixture.effects).containsExactlyInAnyOrder(0, 2);
        assertThat(fixture.letters()).containsExactly("1 PARKED");
        assertThat(fixture.deadLetters.list(ConsumerFixture.SOURCE, 1))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.failure().errorClass()).isEqualTo(HandlerTimeoutException.class.getName());
                    assertThat(letter.failure().fingerprint()).contains("PoisonTest");
                });
    }

    @Test
    void a_slow_batch_of_which_each_event_is_in_time_is_left_alone() {
        fixture = new ConsumerFixture(Duration.ofMillis(500));
        CountDownLatch never = new CountDownLatch(1);
        processor = fixture.processor(number -> assertThat(awaited(never, 100)).isFalse());

        Result result = processor.process(
                ConsumerFixture.messages(IntStream.range(0, 10).toArray()));

        assertThat(result.done()).isEqualTo(10);
        assertThat(fixture.stats.failures()).isZero();
    }

    private void park(List<IncomingMessage> messages) {
        int[] done = {0};
        Eventually.holds("all are finished", () -> {
            done[0] += processor
                    .process(messages.subList(done[0], messages.size()))
                    .done();
            fixture.clock.advance(BUDGET);
            return done[0] == messages.size();
        });
    }

    private static void awaitInterrupt(CountDownLatch never) {
        assertThat(awaited(never, 30_000)).isFalse();
    }

    private static boolean awaited(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted");
        }
    }
}
