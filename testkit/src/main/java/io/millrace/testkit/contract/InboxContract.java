package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.consumer.Claims;
import io.millrace.consumer.EventClaim;
import io.millrace.consumer.Inbox;
import io.millrace.consumer.OutsideWindowException;
import io.millrace.event.EventIds;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link Inbox} promises. The inbox may hold other ids before a test. */
public abstract class InboxContract {

    private static final String CONSUMER = "contract";

    private final UUID one = EventIds.next();
    private final UUID two = EventIds.next();
    private final UUID three = EventIds.next();
    private Inbox inbox;
    private Transactions transactions;

    /** The inbox, which joins {@link #transactions}. */
    protected abstract Inbox inbox();

    protected abstract Transactions transactions();

    /**
     * Makes the inbox forget all events that happened more than 20 days ago, however lately they were claimed, and
     * none of the last ten days.
     */
    protected abstract void forgetTheOld();

    @BeforeEach
    void open() {
        inbox = inbox();
        transactions = transactions();
    }

    @Test
    void CO_1_an_id_is_new_once() {
        assertThat(claim(CONSUMER, List.of(one, two))).containsExactlyInAnyOrder(one, two);
        assertThat(claim(CONSUMER, List.of(two, three, one))).containsExactly(three);
        assertThat(claim(CONSUMER, List.of(one, two, three))).isEmpty();
    }

    @Test
    void CO_1_an_id_is_new_once_within_one_batch_and_one_transaction() {
        transactions.run(() -> {
            assertThat(fresh(CONSUMER, List.of(one, one, two))).containsExactlyInAnyOrder(one, two);
            assertThat(fresh(CONSUMER, List.of(one))).isEmpty();
            assertThat(fresh(CONSUMER, List.of(three))).containsExactly(three);
        });
    }

    @Test
    void an_empty_batch_claims_nothing() {
        assertThat(claim(CONSUMER, List.of())).isEmpty();
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
    }

    @Test
    void CO_1_a_rollback_frees_the_ids() {
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> fresh(CONSUMER, List.of(two)))) {
            open.rollback();
        }

        assertThat(claim(CONSUMER, List.of(one, two))).containsExactly(two);
    }

    @Test
    void each_consumer_has_ids_of_its_own() {
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
        assertThat(claim("another", List.of(one))).containsExactly(one);
    }

    @Test
    void CO_1_of_two_claims_at_once_the_second_gets_nothing_when_the_first_commits() {
        assertThat(secondClaimAfter(OpenTransaction::commit)).isEmpty();
        assertThat(claim(CONSUMER, List.of(two))).containsExactly(two);
    }

    @Test
    void CO_1_of_two_claims_at_once_the_second_gets_the_id_when_the_first_rolls_back() {
        assertThat(secondClaimAfter(OpenTransaction::rollback)).containsExactly(one);
    }

    private Set<UUID> secondClaimAfter(Consumer<OpenTransaction> end) {
        AtomicReference<Set<UUID>> second = new AtomicReference<>(Set.of());
        try (OpenTransaction first = OpenTransaction.after(transactions, () -> fresh(CONSUMER, List.of(one)));
                OpenTransaction other =
                        OpenTransaction.begin(transactions, () -> second.set(fresh(CONSUMER, List.of(one))))) {
            end.accept(first);
            other.awaitWork();
            other.commit();
        }
        return second.get();
    }

    @Test
    void CO_1_work_runs_once_for_an_id_and_again_only_after_it_failed() {
        AtomicInteger runs = new AtomicInteger();
        IllegalStateException failure = new IllegalStateException("the work fails");

        Throwable thrown = catchThrowable(() -> inbox.once(CONSUMER, one, () -> {
            throw failure;
        }));
        boolean first = inbox.once(CONSUMER, one, runs::incrementAndGet);
        boolean second = inbox.once(CONSUMER, one, runs::incrementAndGet);

        assertThat(thrown).isSameAs(failure);
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_claim_outside_a_transaction_is_refused() {
        Throwable refused = catchThrowable(() -> fresh(CONSUMER, List.of(one)));

        assertThat(refused).isInstanceOf(IllegalStateException.class);
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
    }

    @Test
    void CO_1_an_id_without_a_time_of_its_own_is_new_once_for_the_time_that_the_message_tells() {
        UUID id = UUID.randomUUID();
        Instant beforeMidnight = Instant.now().truncatedTo(ChronoUnit.DAYS).minusNanos(1);
        EventClaim claim = new EventClaim(id, beforeMidnight);

        assertThat(claimAll(List.of(claim)).fresh()).containsExactly(id);
        assertThat(claimAll(List.of(claim))).isEqualTo(new Claims(Set.of(), Set.of()));
    }

    @Test
    void CO_1_an_id_is_new_once_whatever_time_it_tells() {
        List<EventClaim> claims = Stream.of(
                        null,
                        Instant.MIN,
                        Instant.EPOCH,
                        Instant.now().minus(Duration.ofDays(3_000)),
                        Instant.now().plus(Duration.ofDays(3_000)),
                        Instant.MAX)
                .map(time -> new EventClaim(UUID.randomUUID(), time))
                .toList();

        assertThat(claimAll(claims).fresh())
                .containsExactlyInAnyOrderElementsOf(
                        claims.stream().map(EventClaim::eventId).toList());
        assertThat(claimAll(claims)).isEqualTo(new Claims(Set.of(), Set.of()));
    }

    @Test
    void CO_1_what_may_have_been_forgotten_is_neither_new_nor_known() {
        String consumer = "forgetful-" + one;
        EventClaim old = claimOfDaysAgo(40);
        EventClaim older = claimOfDaysAgo(50);
        EventClaim recent = claimOfDaysAgo(5);
        assertThat(claimAll(consumer, List.of(old, recent)).fresh()).hasSize(2);

        forgetTheOld();

        assertThat(claimAll(consumer, List.of(old, older, recent, EventClaim.of(one))))
                .isEqualTo(new Claims(Set.of(one), Set.of(old.eventId(), older.eventId())));
        assertThat(claimAll("new-" + one, List.of(old, older)).fresh())
                .as("of a consumer that was not there before, nothing was forgotten")
                .hasSize(2);
    }

    @Test
    void CO_1_work_for_an_event_that_may_have_been_forgotten_is_refused() {
        String consumer = "refusing-" + one;
        UUID old = idOfDaysAgo(40);
        assertThat(inbox.once(consumer, old, () -> {})).isTrue();

        forgetTheOld();

        assertThat(catchThrowable(() -> inbox.once(consumer, old, () -> {})))
                .isInstanceOf(OutsideWindowException.class)
                .hasMessageContaining(old.toString())
                .hasMessageContaining(consumer);
    }

    @Test
    void CO_1_work_runs_once_for_a_key_of_the_business_however_long_ago() {
        String key = one + ":CONFIRMATION";
        AtomicInteger runs = new AtomicInteger();

        assertThat(inbox.once(CONSUMER, key, runs::incrementAndGet)).isTrue();
        forgetTheOld();
        assertThat(inbox.once(CONSUMER, key, runs::incrementAndGet)).isFalse();
        assertThat(inbox.once("another", key, runs::incrementAndGet)).isTrue();
        assertThat(runs).hasValue(2);
    }

    @Test
    void a_key_that_is_empty_or_too_long_is_refused() {
        assertThat(catchThrowable(() -> inbox.once(CONSUMER, "", () -> {})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> inbox.once(CONSUMER, "k".repeat(501), () -> {})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EventClaim claimOfDaysAgo(int days) {
        return EventClaim.of(idOfDaysAgo(days));
    }

    private static UUID idOfDaysAgo(int days) {
        UUID now = EventIds.next();
        long millis = EventIds.madeAt(now).minus(Duration.ofDays(days)).toEpochMilli();
        return new UUID((millis << 16) | (now.getMostSignificantBits() & 0xFFFF), now.getLeastSignificantBits());
    }

    private Claims claimAll(List<EventClaim> claims) {
        return claimAll(CONSUMER, claims);
    }

    private Claims claimAll(String consumer, List<EventClaim> claims) {
        return transactions.call(() -> inbox.claim(consumer, claims));
    }

    private Set<UUID> claim(String consumer, Collection<UUID> ids) {
        return transactions.call(() -> fresh(consumer, ids));
    }

    private Set<UUID> fresh(String consumer, Collection<UUID> ids) {
        return inbox.claim(consumer, ids.stream().map(EventClaim::of).toList()).fresh();
    }
}
