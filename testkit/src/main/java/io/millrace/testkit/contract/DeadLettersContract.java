package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.event.EventIds;
import io.millrace.work.Transactions;
import java.time.Instant;
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
                DeadLetter.State.PARKED,
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
                DeadLetter.State.HELD,
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
    void the_newest_come_first_and_no_more_than_asked_for() {
        DeadLetter middle = letter("t-0@2", "k", NOON.plusSeconds(1));
        DeadLetter newest = letter("t-0@3", "k", NOON.plusSeconds(2));
        letters.park(middle);
        letters.park(letter("t-0@1", "k", NOON));
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
                DeadLetter.State.PARKED,
                parkedAt);
    }
}
