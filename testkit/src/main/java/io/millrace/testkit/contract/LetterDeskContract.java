package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.deadletter.FiledLetter;
import io.millrace.deadletter.LetterAction;
import io.millrace.deadletter.LetterAction.Kind;
import io.millrace.deadletter.LetterDesk;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.LetterGroup;
import io.millrace.deadletter.Operator;
import io.millrace.event.EventIds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link LetterDesk} promises. It may show letters of other sources before a test. */
public abstract class LetterDeskContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Operator KIM = new Operator("kim", "the price list is back");
    private static final double AT_ONCE = 1_000_000;

    private LetterDesk desk;
    private DeadLetters letters;
    private String source;
    private LetterFilter here;

    /** The desk of the letters that {@link #deadLetters} gives. */
    protected abstract LetterDesk desk();

    protected abstract DeadLetters deadLetters();

    @BeforeEach
    void open() {
        desk = desk();
        letters = deadLetters();
        source = "consumer:" + UUID.randomUUID();
        here = LetterFilter.all().source(source);
    }

    @Test
    void letters_are_numbered_in_the_order_of_parking_and_listed_page_by_page_from_the_newest() {
        park("1", "a", "OrderPaid", NOON);
        park("2", "a", "OrderPaid", NOON);
        park("3", "b", "OrderPaid", NOON);

        List<FiledLetter> newest = desk.list(here, Long.MAX_VALUE, 2);
        List<FiledLetter> older = desk.list(here, newest.getLast().number(), 2);

        assertThat(newest).extracting(filed -> filed.letter().location()).containsExactly("3", "2");
        assertThat(older).extracting(filed -> filed.letter().location()).containsExactly("1");
        assertThat(desk.count(here)).isEqualTo(3);
    }

    @Test
    void a_filter_takes_the_letters_with_all_of_its_values() {
        park("1", "a", "OrderPaid", NOON);
        park("2", "b", "OrderPaid", NOON.plusSeconds(60));
        park("3", "b", "OrderShipped", NOON.plusSeconds(120));
        letters.park(letter("4", null, "OrderShipped", NOON.plusSeconds(180)).in(State.HELD));

        assertThat(found(here.key("b"))).containsExactly("3", "2");
        assertThat(found(here.type("OrderPaid"))).containsExactly("2", "1");
        assertThat(found(here.key("b").type("OrderPaid"))).containsExactly("2");
        assertThat(found(here.fingerprint("E@OrderShipped"))).containsExactly("4", "3");
        assertThat(found(here.in(State.HELD))).containsExactly("4");
        assertThat(found(here.in(State.HELD, State.PARKED, State.REDRIVEN))).hasSize(4);
        assertThat(found(here.parkedBetween(NOON.plusSeconds(60), NOON.plusSeconds(120))))
                .containsExactly("2");
        assertThat(found(here.number(numberOf("1")))).containsExactly("1");
    }

    @Test
    void letters_of_one_cause_are_shown_together_the_largest_group_first() {
        park("1", "a", "OrderPaid", NOON);
        park("2", "b", "OrderShipped", NOON.plusSeconds(1));
        park("3", "b", "OrderShipped", NOON.plusSeconds(2));

        assertThat(desk.groups(here, 10))
                .containsExactly(
                        new LetterGroup(source, "E@OrderShipped", 2, NOON.plusSeconds(1), NOON.plusSeconds(2)),
                        new LetterGroup(source, "E@OrderPaid", 1, NOON, NOON));
        assertThat(desk.groups(here, 1)).hasSize(1);
    }

    @Test
    void CO_3_a_redrive_releases_the_letter_and_what_it_holds_in_order() {
        park("1", "a", "OrderPaid", NOON);
        letters.park(letter("2", "a", "OrderPaid", NOON).in(State.HELD));
        assertThat(letters.releasable(source, 10)).isEmpty();

        assertThat(desk.redrive(here, KIM, AT_ONCE)).isEqualTo(1);

        assertThat(letters.releasable(source, 10))
                .extracting(DeadLetter::location)
                .containsExactly("1", "2");
    }

    @Test
    void CO_3_a_letter_is_not_released_before_a_parked_one_of_its_key() {
        park("1", "a", "OrderPaid", NOON);
        park("2", "a", "OrderShipped", NOON);
        park("3", null, "OrderShipped", NOON);

        assertThat(desk.redrive(here.type("OrderShipped"), KIM, AT_ONCE)).isEqualTo(2);

        assertThat(letters.releasable(source, 10))
                .extracting(DeadLetter::location)
                .containsExactly("3");
    }

    @Test
    void a_redrive_is_spread_over_time_at_the_rate_asked_for() {
        park("1", "a", "OrderPaid", NOON);
        park("2", "b", "OrderPaid", NOON);
        park("3", "a", "OrderPaid", NOON);

        assertThat(desk.redrive(here, KIM, 0.001)).isEqualTo(3);

        assertThat(letters.releasable(source, 10))
                .extracting(DeadLetter::location)
                .containsExactly("1");
        assertThat(desk.list(here, Long.MAX_VALUE, 10))
                .extracting(FiledLetter::redriveAfter)
                .doesNotContainNull()
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void who_did_what_and_why_is_recorded_with_what_came_of_it() {
        park("1", "a", "OrderPaid", NOON);
        long number = numberOf("1");
        Operator lee = new Operator("lee", "once more");

        desk.redrive(here, KIM, AT_ONCE);
        letters.failedAgain(released().id(), new Failure("F", "still no", "", "F@again"));
        desk.redrive(here, lee, AT_ONCE);
        letters.redriven(List.of(released().id()));

        assertThat(desk.actions(number))
                .extracting(LetterAction::kind, LetterAction::operator, LetterAction::result)
                .containsExactly(
                        tuple(Kind.REDRIVE, KIM, "FAILED AGAIN: F@again"), tuple(Kind.REDRIVE, lee, "REDRIVEN"));
        assertThat(desk.list(here, Long.MAX_VALUE, 1)).singleElement().satisfies(filed -> {
            assertThat(filed.letter().state()).isEqualTo(State.REDRIVEN);
            assertThat(filed.failedAgain()).isEqualTo(1);
            assertThat(filed.failedAt()).isAfter(NOON);
            assertThat(filed.letter().attempts()).isEqualTo(2);
            assertThat(filed.resolvedAt()).isNotNull();
        });
    }

    @Test
    void what_is_discarded_holds_nobody_and_is_not_attempted_again() {
        park("1", "a", "OrderPaid", NOON);
        letters.park(letter("2", "a", "OrderPaid", NOON).in(State.HELD));
        long number = numberOf("1");

        assertThat(desk.discard(here.number(number), KIM)).isEqualTo(1);
        assertThat(desk.discard(here.number(number), KIM)).isZero();
        assertThat(desk.redrive(here.number(number), KIM, AT_ONCE)).isZero();

        assertThat(letters.releasable(source, 10))
                .extracting(DeadLetter::location)
                .containsExactly("2");
        assertThat(found(here.in(State.DISCARDED))).containsExactly("1");
        assertThat(desk.actions(number))
                .extracting(LetterAction::kind, LetterAction::result)
                .containsExactly(tuple(Kind.DISCARD, "DISCARDED"));
    }

    private DeadLetter released() {
        return letters.releasable(source, 1).getFirst();
    }

    private List<String> found(LetterFilter filter) {
        return desk.list(filter, Long.MAX_VALUE, 100).stream()
                .map(filed -> filed.letter().location())
                .toList();
    }

    private long numberOf(String location) {
        return desk.list(here, Long.MAX_VALUE, 100).stream()
                .filter(filed -> filed.letter().location().equals(location))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private void park(String location, @Nullable String key, String type, Instant at) {
        letters.park(letter(location, key, type, at));
    }

    private DeadLetter letter(String location, @Nullable String key, String type, Instant at) {
        return new DeadLetter(
                EventIds.next(),
                source,
                location,
                key,
                EventIds.next(),
                type,
                Map.of("type", type),
                "{}",
                new Failure("E", "no", "", "E@" + type),
                1,
                State.PARKED,
                at);
    }
}
