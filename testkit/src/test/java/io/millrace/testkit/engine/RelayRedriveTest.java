package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.MemoryBroker.YES;
import static io.millrace.testkit.engine.RelayFixture.awaitEndOfLog;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.Operator;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.outbox.Relay;
import io.millrace.testkit.Eventually;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parked and held messages of a relay, after an operator said what is to become of them. */
@SuppressWarnings("try") // a relay that only has to run
class RelayRedriveTest {

    private static final Operator OPERATOR = new Operator("kim", "the broker takes it now");

    private final RelayFixture given = new RelayFixture();
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();

    @Test
    void RL_3_redriving_publishes_the_parked_message_and_those_held_behind_it_in_order() {
        refused.add(1);
        given.add("a", IntStream.range(0, 50).toArray());
        given.add("b", 1, 2);

        try (Relay relay = given.relay(this::answer)) {
            Eventually.holds("they are put aside", () -> given.deadLetters.count("relay:test") == 51);
            assertThat(given.broker.numbers("a")).containsExactly(0);

            refused.clear();
            given.deadLetters.redrive(LetterFilter.all(), OPERATOR, 1_000);
            given.add("a", 50, 51, 52);
            Eventually.holds("nothing waits any more", () -> given.deadLetters.count("relay:test") == 0);
            given.add("a", 53);
            Eventually.holds("the key is free", () -> given.broker.numbers("a").contains(53));
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers("a"))
                .isEqualTo(IntStream.range(0, 54).boxed().toList());
        assertThat(given.broker.numbers("b")).containsExactly(1, 2);
    }

    @Test
    void RL_4_a_message_that_is_refused_again_stays_parked_and_holds_its_key() {
        refused.add(1);
        given.add("a", 0, 1, 2);

        try (Relay relay = given.relay(this::answer)) {
            Eventually.holds("they are put aside", () -> given.deadLetters.count("relay:test") == 2);
            given.deadLetters.redrive(LetterFilter.all(), OPERATOR, 1_000);
            Eventually.holds("it failed again", () -> letters().getFirst().attempts() == 2);
        }

        assertThat(letters()).extracting(DeadLetter::state).containsExactly(State.PARKED, State.HELD);
        assertThat(given.broker.numbers("a")).containsExactly(0);
    }

    @Test
    void RL_3_a_held_message_that_is_refused_in_its_turn_holds_those_behind_it() {
        refused.addAll(Set.of(1, 3));
        given.add("a", 0, 1, 2, 3, 4);

        try (Relay relay = given.relay(this::answer)) {
            Eventually.holds("they are put aside", () -> given.deadLetters.count("relay:test") == 4);
            refused.remove(1);
            given.deadLetters.redrive(LetterFilter.all(), OPERATOR, 1_000);
            Eventually.holds("two are left", () -> given.deadLetters.count("relay:test") == 2);
            Eventually.holds(
                    "the next one is refused",
                    () -> letters().getLast().attempts() == 1
                            && letters().stream().anyMatch(letter -> letter.attempts() == 2));
        }

        assertThat(given.broker.numbers("a")).containsExactly(0, 1, 2);
    }

    @Test
    void what_is_discarded_is_never_published_and_releases_what_it_held() {
        refused.add(1);
        given.add("a", 0, 1, 2, 3);

        try (Relay relay = given.relay(this::answer)) {
            Eventually.holds("they are put aside", () -> given.deadLetters.count("relay:test") == 3);
            given.deadLetters.discard(LetterFilter.all().in(State.PARKED), OPERATOR);
            Eventually.holds("the others go out", () -> given.deadLetters.count("relay:test") == 0);
        }

        assertThat(given.broker.numbers("a")).containsExactly(0, 2, 3);
    }

    private List<DeadLetter> letters() {
        return given.deadLetters.list("relay:test", 10).reversed();
    }

    private CompletionStage<?> answer(OutgoingMessage message) {
        return refused.stream().anyMatch(number -> Counted.is(message, "a", number) || Counted.is(message, "b", number))
                ? CompletableFuture.failedFuture(new PublishRefusedException("too large", null))
                : YES;
    }
}
