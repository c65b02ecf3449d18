package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.Operator;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStore;
import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.contract.KeptSagas.State;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link SagaStore} promises to those who work on instances. It may hold sagas of other names before a test. */
public abstract class SagaClaimsContract {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);

    private SagaStore store;
    private Transactions transactions;
    private KeptSagas sagas;

    /** The store, which joins {@link #transactions} and goes by the time of this machine. */
    protected abstract SagaStore store();

    protected abstract Transactions transactions();

    @BeforeEach
    void open() {
        store = store();
        transactions = transactions();
        sagas = KeptSagas.of(store, transactions);
    }

    @Test
    void the_longest_due_come_first_and_no_more_than_asked_for() {
        SagaInstance second = startedAgo(Duration.ofMinutes(1), "b");
        SagaInstance first = startedAgo(Duration.ofMinutes(2), "a");
        SagaInstance third = startedAgo(Duration.ZERO, "c");

        assertThat(due(10)).containsExactly(first, second, third);
        assertThat(due(2)).containsExactly(first, second);
    }

    @Test
    void what_is_due_later_or_waits_for_nothing_or_is_of_another_version_stays() {
        SagaInstance now = startedAgo(Duration.ZERO, "a");
        sagas.started("b", KeptSagas.now().plus(Duration.ofHours(1)));
        sagas.started("c", 2, KeptSagas.now());
        sagas.completed("d", KeptSagas.now());
        sagas.suspended("e");

        assertThat(due(10)).containsExactly(now);
        assertThat(transactions
                        .call(() -> store.due(sagas.versions(1, 2), 10, LONG))
                        .instances())
                .hasSize(2);
    }

    @Test
    void what_another_transaction_has_locked_is_passed_over() {
        SagaInstance first = startedAgo(Duration.ofMinutes(2), "a");
        SagaInstance second = startedAgo(Duration.ofMinutes(1), "b");
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> store.due(sagas.versions(1), 1, LONG))) {
            assertThat(due(10)).containsExactly(second);
            open.commit();
        }

        assertThat(due(10)).containsExactly(first, second);
    }

    @Test
    void instances_come_with_their_steps_and_the_time_of_the_store() {
        SagaSimulation<State> saga = sagas.started("a");
        KeptSagas.reserved(saga);
        sagas.save(saga);
        Instant before = KeptSagas.now();

        Locked due = transactions.call(() -> store.due(sagas.versions(1), 10, LONG));
        Locked locked = transactions.call(() -> store.lock(sagas.name(), List.of("a", "unknown")));

        assertThat(due.instances()).containsExactly(saga.instance());
        assertThat(due.now()).isBetween(before, KeptSagas.now());
        assertThat(locked.instances()).containsExactly(saga.instance());
        assertThat(locked.now()).isBetween(due.now(), KeptSagas.now());
    }

    @Test
    void whoever_locks_an_instance_waits_for_its_holder_and_sees_what_he_left() {
        SagaSimulation<State> saga = sagas.started("a");
        KeptSagas.reserved(saga);
        List<Locked> seen = Collections.synchronizedList(new ArrayList<>());
        try (OpenTransaction first = OpenTransaction.after(transactions, () -> {
                    store.lock(sagas.name(), List.of("a"));
                    store.save(sagas.unsaved(saga));
                });
                OpenTransaction second =
                        OpenTransaction.begin(transactions, () -> seen.add(store.lock(sagas.name(), List.of("a"))))) {
            second.requireWaiting();
            first.commit();
            second.awaitWork();
            second.commit();
        }

        assertThat(seen).singleElement().satisfies(locked -> assertThat(locked.instances())
                .containsExactly(saga.instance()));
    }

    @Test
    void what_is_leased_is_due_again_only_when_its_lease_is_over() {
        SagaInstance saga = startedAgo(Duration.ZERO, "a");

        lease(saga, LONG);
        List<SagaInstance> during = due(10);
        lease(saga, SHORT);

        assertThat(during).isEmpty();
        Eventually.passes("the lease is over", () -> assertThat(due(10)).containsExactly(saga));
    }

    @Test
    void a_lease_holds_until_somebody_else_takes_the_instance_over() {
        SagaInstance saga = startedAgo(Duration.ZERO, "a");
        Lease first = lease(saga, SHORT);
        Optional<Locked> held = transactions.call(() -> store.hold(first));

        Lease second = lease(saga, LONG);

        assertThat(held)
                .hasValueSatisfying(locked -> assertThat(locked.instances()).containsExactly(saga));
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(transactions.call(() -> store.hold(first))).isEmpty();
        assertThat(transactions.call(() -> store.hold(second))).isPresent();
        assertThat(transactions.call(() -> store.hold(second))).isEmpty();
    }

    @Test
    void only_leases_that_stand_are_prolonged() {
        SagaInstance standing = startedAgo(Duration.ZERO, "a");
        SagaInstance taken = startedAgo(Duration.ZERO, "b");
        SagaSimulation<State> changed = sagas.started("c");
        Lease stands = lease(standing, SHORT);
        Lease lost = lease(taken, SHORT);
        Lease givenUp = lease(changed.instance(), SHORT);
        Lease won = lease(taken, LONG);
        transactions.run(() -> store.hold(givenUp));
        KeptSagas.work(changed);
        sagas.save(changed);

        List<Lease> renewed = store.renew(List.of(stands, lost, givenUp), LONG);

        assertThat(renewed).containsExactly(stands);
        assertThat(due(10)).isEmpty();
        assertThat(transactions.call(() -> store.hold(won))).isPresent();
        assertThat(store.renew(List.of(), LONG)).isEmpty();
    }

    @Test
    void a_lease_of_an_instance_that_somebody_has_locked_stands_and_no_other_one_waits_for_it() {
        SagaInstance locked = startedAgo(Duration.ofMinutes(2), "a");
        SagaInstance free = startedAgo(Duration.ofMinutes(1), "b");
        List<Lease> leases = List.of(lease(locked, SHORT), lease(free, SHORT));
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> store.lock(sagas.name(), List.of("a")))) {
            assertThat(store.renew(leases, LONG)).containsExactlyInAnyOrderElementsOf(leases);
            open.commit();
        }

        Eventually.passes("the short lease is over", () -> assertThat(due(10)).containsExactly(locked));
        assertThat(store.renew(leases, LONG)).containsExactlyInAnyOrderElementsOf(leases);
        assertThat(due(10)).isEmpty();
    }

    @Test
    void a_transition_leaves_the_lease_to_who_has_it() {
        SagaSimulation<State> saga = sagas.started("a");
        Lease lease = lease(saga.instance(), LONG);
        KeptSagas.reserved(saga);
        sagas.save(saga);
        List<SagaInstance> during = due(10);
        transactions.run(() -> store.hold(lease));

        assertThat(during).isEmpty();
        assertThat(due(10)).containsExactly(saga.instance());
    }

    @Test
    void a_lease_whose_end_is_rolled_back_stands() {
        SagaInstance saga = startedAgo(Duration.ZERO, "a");
        Lease lease = lease(saga, LONG);
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> store.hold(lease))) {
            open.rollback();
        }

        assertThat(due(10)).isEmpty();
        assertThat(transactions.call(() -> store.hold(lease))).isPresent();
    }

    @Test
    void a_transition_ends_a_lease_that_has_run_out() {
        SagaSimulation<State> saga = sagas.started("a");
        Lease ranOut = lease(saga.instance(), SHORT);
        Eventually.holds("it has run out", () -> !due(10).isEmpty());
        KeptSagas.work(saga);
        sagas.save(saga);

        assertThat(store.renew(List.of(ranOut), LONG)).isEmpty();
        assertThat(transactions.call(() -> store.hold(ranOut))).isEmpty();
    }

    @Test
    void a_lease_that_is_rolled_back_was_never_given() {
        SagaInstance saga = startedAgo(Duration.ZERO, "a");
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> {
            store.due(sagas.versions(1), 10, LONG);
            store.lease(List.of(saga.id()), "node-1", LONG);
        })) {
            open.rollback();
        }

        assertThat(due(10)).containsExactly(saga);
    }

    @Test
    void what_is_postponed_is_due_when_it_was_postponed_to() {
        SagaInstance saga = startedAgo(Duration.ZERO, "a");

        postpone(saga, KeptSagas.now().plus(Duration.ofHours(1)));
        List<SagaInstance> later = due(10);
        postpone(saga, null);
        List<SagaInstance> never = due(10);
        postpone(saga, saga.times().wakeAt());

        assertThat(later).isEmpty();
        assertThat(never).isEmpty();
        assertThat(due(10)).containsExactly(saga);
    }

    @Test
    void several_are_postponed_at_once_and_no_others() {
        SagaInstance first = startedAgo(Duration.ofSeconds(3), "a");
        SagaInstance second = startedAgo(Duration.ofSeconds(2), "b");
        SagaInstance other = startedAgo(Duration.ofSeconds(1), "c");

        transactions.run(() -> {
            store.lock(sagas.name(), List.of(first.key(), second.key()));
            store.postpone(List.of(first.id(), second.id()), KeptSagas.now().plus(Duration.ofHours(1)));
            store.postpone(List.of(), null);
        });

        assertThat(due(10)).containsExactly(other);
    }

    @Test
    void what_is_put_off_is_due_after_a_tenth_of_its_wait_within_bounds_and_late_all_the_while() {
        Duration hour = Duration.ofHours(1);
        SagaInstance saga = startedAgo(hour, "a");

        putOff(saga, SHORT, LONG.multipliedBy(10));
        assertWaits("a", Duration.ofMinutes(6));
        assertThat(due(10)).isEmpty();
        assertThat(store.standing().late()).isGreaterThanOrEqualTo(hour);

        putOff(saga, Duration.ofMinutes(20), hour);
        assertWaits("a", Duration.ofMinutes(20));
        putOff(saga, SHORT, Duration.ofMinutes(3));
        assertWaits("a", Duration.ofMinutes(3));
    }

    @Test
    void what_was_put_off_and_then_changed_or_postponed_begins_to_wait_anew() {
        SagaSimulation<State> changed = sagas.started("a", KeptSagas.now().minus(Duration.ofDays(9)));
        SagaInstance postponed = startedAgo(Duration.ofDays(9), "b");
        putOff(changed.instance(), SHORT, LONG);
        putOff(postponed, SHORT, LONG);

        changed.advance(Duration.between(changed.now(), KeptSagas.now()));
        changed.extend(new Operator("Kim", "a test"), LONG);
        sagas.save(changed);
        postpone(postponed, KeptSagas.now());
        putOff(changed.instance(), Duration.ofMinutes(1), Duration.ofDays(1));
        putOff(postponed, Duration.ofMinutes(1), Duration.ofDays(1));

        assertWaits("a", Duration.ofMinutes(1));
        assertWaits("b", Duration.ofMinutes(1));
    }

    /** Less what the test has taken meanwhile. */
    private void assertWaits(String key, Duration time) {
        Instant wakeAt = store.find(sagas.name(), key).orElseThrow().times().wakeAt();
        assertThat(wakeAt)
                .isBetween(
                        KeptSagas.now().plus(time).minusSeconds(30),
                        KeptSagas.now().plus(time).plusSeconds(30));
    }

    private void putOff(SagaInstance saga, Duration atLeast, Duration atMost) {
        transactions.run(() -> {
            store.lock(sagas.name(), List.of(saga.key()));
            store.putOff(List.of(saga.id()), atLeast, atMost);
            store.putOff(List.of(), atLeast, atMost);
        });
    }

    private SagaInstance startedAgo(Duration ago, String key) {
        return sagas.started(key, KeptSagas.now().minus(ago)).instance();
    }

    private List<SagaInstance> due(int limit) {
        return transactions
                .call(() -> store.due(sagas.versions(1), limit, LONG))
                .instances();
    }

    private Lease lease(SagaInstance saga, Duration time) {
        return transactions.call(() -> {
            store.lock(sagas.name(), List.of(saga.key()));
            return store.lease(List.of(saga.id()), "node-1", time).getFirst();
        });
    }

    private void postpone(SagaInstance saga, @Nullable Instant wakeAt) {
        transactions.run(() -> {
            store.lock(sagas.name(), List.of(saga.key()));
            store.postpone(List.of(saga.id()), wakeAt);
        });
    }
}
