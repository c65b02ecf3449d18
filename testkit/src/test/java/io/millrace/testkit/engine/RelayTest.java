package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.MemoryBroker.YES;
import static io.millrace.testkit.engine.MemoryBroker.refusal;
import static io.millrace.testkit.engine.RelayFixture.awaitEndOfLog;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.DeadLetter;
import io.millrace.outbox.Relay;
import io.millrace.testkit.Eventually;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The relay between a log and a broker, both in memory. */
@SuppressWarnings("try") // a relay that only has to run
class RelayTest {

    private final RelayFixture given = new RelayFixture();

    @Test
    void RL_4_a_refused_message_is_parked_and_holds_back_only_its_key() {
        given.add("a", 0, 1, 2);
        given.add("b", 0, 1, 2);

        try (Relay relay = given.relay(message -> Counted.is(message, "a", 1) ? refusal() : YES)) {
            awaitEndOfLog(relay);
            given.add("a", 3);
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers("a")).containsExactly(0);
        assertThat(given.broker.numbers("b")).containsExactly(0, 1, 2);
        assertThat(given.deadLetters.list("relay:test", 10))
                .extracting(DeadLetter::state)
                .containsExactlyInAnyOrder(DeadLetter.State.PARKED, DeadLetter.State.HELD, DeadLetter.State.HELD);
    }

    @Test
    void RL_4_two_aggregates_of_different_types_with_one_id_do_not_hold_each_other() {
        given.addTo("Order", "1", 0, 1);
        given.addTo("Payment", "1", 0, 1);

        try (Relay relay = given.relay(message -> message.aggregateType().equals("Order") ? refusal() : YES)) {
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers("Order", "1")).isEmpty();
        assertThat(given.broker.numbers("Payment", "1")).containsExactly(0, 1);
        assertThat(given.deadLetters.keys("relay:test")).containsExactly("Order/1");
    }

    @Test
    void a_key_stays_held_when_the_relay_starts_again() {
        given.add("a", 0);
        try (Relay relay = given.relay(message -> refusal())) {
            Eventually.holds("it is parked", () -> given.deadLetters.count("relay:test") == 1);
        }
        given.add("a", 1);
        given.add("b", 0);

        try (Relay relay = given.relay(message -> YES)) {
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers("a")).isEmpty();
        assertThat(given.broker.numbers("b")).containsExactly(0);
        assertThat(given.deadLetters.count("relay:test")).isEqualTo(2);
    }

    @Test
    void RL_1_a_failure_that_is_no_refusal_is_repeated_in_order_until_it_passes() {
        AtomicInteger failures = new AtomicInteger(3);
        given.add("a", 0, 1, 2, 3);

        try (Relay relay = given.relay(message -> message.position() == 3 && failures.getAndDecrement() > 0
                ? CompletableFuture.failedFuture(new IllegalStateException("connection lost"))
                : YES)) {
            awaitEndOfLog(relay);
            Eventually.holds(
                    "nothing is wrong any more", () -> relay.status().failure().isEmpty());
        }

        assertThat(given.broker.firstNumbers("a")).containsExactly(0, 1, 2, 3);
        assertThat(given.broker.opened()).isEqualTo(4).isEqualTo(given.broker.closed());
        assertThat(given.deadLetters.count("relay:test")).isZero();
    }

    @Test
    void the_cursor_waits_for_the_oldest_acknowledgement() {
        CompletableFuture<Object> first = new CompletableFuture<>();
        given.add("a", 0);
        given.add("b", 0, 1);

        try (Relay relay = given.relay(message -> message.position() == 1 ? first : YES)) {
            Eventually.holds(
                    "later ones are published", () -> given.broker.numbers("b").size() == 2);
            assertThat(given.checkpoints.position("test")).isZero();
            first.complete("acknowledged");
            Eventually.holds("the cursor moves", () -> given.checkpoints.position("test") == 3);
        }
    }
}
