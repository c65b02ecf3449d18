package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.event.EventIds;
import io.millrace.work.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link DeadLetters} promise. They may hold letters of other sources before a test. */
public abstract class DeadLettersContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    private DeadLetters letters;
    private Transactions transactions;
    private String source;

    /** The dead letters, which join {@link #transactions}. */
    protected abstract DeadLetters deadLetters();

    protected abstract Transactions transactions();

    @BeforeEach
    void open() {
        letters = deadLetters();
        transactions = transactions();
        source = "consumer:" + UUID.randomUUID();
    }

    @Test
    void a_letter_comes_back_as_it_was_parked() {
        DeadLetter full = new DeadLetter(
                EventIds.next(),
                source,
                "marketplace.order-0@17",
                "주문-1",
                EventIds.next(),
                "OrderPaid",
                Map.of("id", "1", "weird \"name\"", "값\n\\"),
                "{\"broken",
                Failure.of(new IllegalStateException("can't \"read\" 이것")),
                3,
                State.PARKED,
                NOON);

        letters.park(full);

        assertThat(letters.list(source, 10)).containsExactly(full);
    }

    @Test
    void a_letter_of_which_little_is_known_comes_back_too() {
        DeadLetter bare = new DeadLetter(
                EventIds.next(),
                source,
                "somewhere",
                null,
                null,
                null,
                Map.of(),
                "",
                new Failure("E", "", "", ""),
                0,
                State.HELD,
                NOON);

        letters.park(bare);

        assertThat(letters.list(source, 10)).containsExactly(bare);
        assertThat(letters.keys(source)).isEmpty();
    }

    @Test
    void parking_the_same_place_again_changes_nothing() {
        DeadLetter first = letter("t-0@1", "k", NOON);

        letters.park(first);
        letters.park(letter("t-0@1", "other", NOON.plusSeconds(1)));

        assertThat(letters.list(source, 10)).containsExactly(first);
        assertThat(letters.count(source)).isEqualTo(1);
    }

    @Test
    void CO_4_a_message_that_fails_when_its_letter_was_resolved_is_parked_again() {
        DeadLetter first = letter("t-0@1", "k", NOON).in(DeadLetter.State.HELD);
        letters.park(first);
        letters.redriven(List.of(first.id()));
        assertThat(letters.count(source)).isZero();

        DeadLetter again = letter("t-0@1", "k", NOON.plusSeconds(9));
        letters.park(again);

        assertThat(letters.list(source, 10)).containsExactly(again);
        assertThat(letters.keys(source)).containsExactly("k");
    }

    @Test
    void the_newest_come_first_and_no_more_than_asked_for() {
        DeadLetter middle = letter("t-0@2", "k", NOON.plusSeconds(1));
        DeadLetter newest = letter("t-0@3", "k", NOON.plusSeconds(2));
        letters.park(letter("t-0@1", "k", NOON));
        letters.park(middle);
        letters.park(newest);

        assertThat(letters.list(source, 2)).containsExactly(newest, middle);
        assertThat(letters.count(source)).isEqualTo(3);
    }

    @Test
    void the_keys_that_must_wait_are_known_for_each_source() {
        letters.park(letter("t-0@1", "a", NOON));
        letters.park(letter("t-0@2", "b", NOON));
        letters.park(letter("t-0@3", "a", NOON));
        letters.park(letter("t-0@4", null, NOON));

        assertThat(letters.keys(source)).containsExactlyInAnyOrder("a", "b");
        assertThat(letters.keys(source + "-other")).isEmpty();
        assertThat(letters.list(source + "-other", 10)).isEmpty();
        assertThat(letters.count(source + "-other")).isZero();
    }

    @Test
    void a_letter_parked_in_a_transaction_goes_with_it() {
        try (OpenTransaction open =
                OpenTransaction.after(transactions, () -> letters.park(letter("t-0@1", "a", NOON)))) {
            open.rollback();
        }
        try (OpenTransaction open =
                OpenTransaction.after(transactions, () -> letters.park(letter("t-0@2", "b", NOON)))) {
            assertThat(letters.count(source)).isZero();
            open.commit();
        }

        assertThat(letters.keys(source)).containsExactly("b");
    }

    @Test
    void CO_3_only_keys_with_unresolved_letters_are_held() {
        letters.park(letter("t-0@1", "a", NOON));
        letters.park(letter("t-0@2", "b", NOON).in(State.HELD));
        letters.park(letter("t-0@3", "c", NOON).in(State.REDRIVING));
        letters.park(letter("t-0@4", "d", NOON).in(State.HELD));
        letters.redriven(List.of(idOf("t-0@4")));

        assertThat(letters.held(source, List.of("a", "b", "c", "d", "e"))).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(letters.keys(source)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(letters.count(source)).isEqualTo(3);
        assertThat(letters.held(source + "-other", List.of("a"))).isEmpty();
    }

    @Test
    void CO_3_whoever_resolves_the_last_letter_of_a_key_waits_for_who_asks_whether_it_is_held() {
        letters.park(letter("t-0@1", "a", NOON).in(State.HELD));
        UUID last = idOf("t-0@1");
        List<String> happened = Collections.synchronizedList(new ArrayList<>());
        try (OpenTransaction asking = OpenTransaction.after(transactions, () -> letters.held(source, List.of("a")));
                OpenTransaction resolving = OpenTransaction.begin(transactions, () -> {
                    letters.redriven(List.of(last));
                    happened.add("resolved");
                })) {
            happened.add("asked");
            asking.commit();
            resolving.commit();
        }

        assertThat(happened).containsExactly("asked", "resolved");
        assertThat(letters.held(source, List.of("a"))).isEmpty();
    }

    @Test
    void CO_3_the_first_letters_of_each_key_are_released_in_order_up_to_a_parked_one() {
        letters.park(letter("t-0@1", "a", NOON).in(State.HELD));
        letters.park(letter("t-0@2", "b", NOON));
        letters.park(letter("t-0@3", "a", NOON).in(State.HELD));
        letters.park(letter("t-0@4", "b", NOON).in(State.HELD));
        letters.park(letter("t-0@5", "a", NOON));
        letters.park(letter("t-0@6", "a", NOON).in(State.HELD));
        letters.park(letter("t-0@7", "c", NOON).in(State.HELD));

        assertThat(locations(letters.releasable(source, 10))).containsExactly("t-0@1", "t-0@3", "t-0@7");
        assertThat(locations(letters.releasable(source, 2))).containsExactly("t-0@1", "t-0@3");
        assertThat(letters.releasable(source + "-other", 10)).isEmpty();
    }

    @Test
    void a_parked_letter_is_not_redriven_before_somebody_asks_for_it() {
        letters.park(letter("t-0@1", "a", NOON));
        letters.park(letter("t-0@2", "b", NOON).in(State.HELD));

        letters.redriven(List.of(idOf("t-0@1"), idOf("t-0@2")));
        letters.failedAgain(idOf("t-0@2"), Failure.of(new IllegalStateException("too late")));

        assertThat(states()).containsExactly(State.REDRIVEN, State.PARKED);
    }

    @Test
    void two_transactions_never_release_the_same_key() {
        letters.park(letter("t-0@1", "a", NOON).in(State.HELD));
        letters.park(letter("t-0@2", "a", NOON).in(State.HELD));
        letters.park(letter("t-0@3", "b", NOON).in(State.HELD));
        try (OpenTransaction first = OpenTransaction.after(transactions, () -> letters.releasable(source, 1))) {
            assertThat(locations(transactions.call(() -> letters.releasable(source, 10))))
                    .containsExactly("t-0@3");
            first.commit();
        }

        assertThat(letters.releasable(source, 10)).hasSize(3);
    }

    @Test
    void CO_4_what_fails_again_is_parked_with_its_latest_failure_and_one_more_attempt() {
        letters.park(letter("t-0@1", "a", NOON).in(State.HELD));
        Failure latest = Failure.of(new IllegalArgumentException("still no"));

        letters.failedAgain(idOf("t-0@1"), latest);

        assertThat(letters.list(source, 1)).singleElement().satisfies(letter -> {
            assertThat(letter.state()).isEqualTo(State.PARKED);
            assertThat(letter.failure()).isEqualTo(latest);
            assertThat(letter.attempts()).isEqualTo(2);
        });
        assertThat(letters.releasable(source, 10)).isEmpty();
    }

    private UUID idOf(String location) {
        return letters.list(source, 100).stream()
                .filter(letter -> letter.location().equals(location))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private List<State> states() {
        return letters.list(source, 100).stream().map(DeadLetter::state).toList();
    }

    private static List<String> locations(List<DeadLetter> all) {
        return all.stream().map(DeadLetter::location).toList();
    }

    private DeadLetter letter(String location, @Nullable String key, Instant parkedAt) {
        return new DeadLetter(
                EventIds.next(),
                source,
                location,
                key,
                EventIds.next(),
                "OrderPaid",
                Map.of("type", "OrderPaid"),
                "{}",
                Failure.of(new IllegalStateException("no")),
                1,
                State.PARKED,
                parkedAt);
    }
}
