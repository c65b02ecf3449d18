package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.deadletter.Operator;
import io.millrace.event.EventContext;
import io.millrace.saga.Direction;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore;
import io.millrace.saga.SagaStore.Filter;
import io.millrace.saga.StaleSagaException;
import io.millrace.saga.StepRun;
import io.millrace.testkit.contract.KeptSagas.Refused;
import io.millrace.testkit.contract.KeptSagas.State;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link SagaStore} promises of instances and their journals. It may hold sagas of other names before a test. */
public abstract class SagaStoreContract {

    private static final Operator MINA = new Operator("mina", "the customer called");

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
    void an_instance_comes_back_as_it_was_started() {
        EventContext context = new EventContext("process-1", "event-1", "jiho", "00-trace");
        JournalEntry started = KeptSagas.in(
                context, sagas.begun("주문-1", 1, KeptSagas.now()).journal().getFirst());

        boolean stored = transactions.call(() -> store.insert(started));

        assertThat(stored).isTrue();
        assertThat(store.find(sagas.name(), "주문-1")).contains(started.after());
        assertThat(store.find(started.saga())).contains(started.after());
        assertThat(store.history(started.saga())).containsExactly(started);
        assertThat(store.find(sagas.name(), "주문-2")).isEmpty();
    }

    @Test
    void a_saga_starts_once_for_its_name_and_key() {
        SagaSimulation<State> first = sagas.started("a");
        SagaSimulation<State> second = sagas.begun("a", 2, KeptSagas.now());

        boolean again = transactions.call(() -> store.insert(second.journal().getFirst()));

        assertThat(again).isFalse();
        assertThat(store.find(sagas.name(), "a")).contains(first.instance());
        assertThat(store.find(second.instance().id())).isEmpty();
        assertThat(store.history(second.instance().id())).isEmpty();
    }

    @Test
    void of_two_transactions_that_start_it_the_second_waits_for_the_first() {
        JournalEntry first = sagas.begun("a", 1, KeptSagas.now()).journal().getFirst();
        JournalEntry second = sagas.begun("a", 1, KeptSagas.now()).journal().getFirst();
        List<Boolean> inserted = Collections.synchronizedList(new ArrayList<>());
        try (OpenTransaction one = OpenTransaction.after(transactions, () -> inserted.add(store.insert(first)));
                OpenTransaction other = OpenTransaction.begin(transactions, () -> inserted.add(store.insert(second)))) {
            other.requireWaiting();
            one.commit();
            other.awaitWork();
            other.commit();
        }

        assertThat(inserted).containsExactly(true, false);
        assertThat(store.find(sagas.name(), "a")).contains(first.after());
    }

    @Test
    void a_saga_whose_start_was_rolled_back_can_be_started() {
        JournalEntry first = sagas.begun("a", 1, KeptSagas.now()).journal().getFirst();
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> store.insert(first))) {
            assertThat(store.find(sagas.name(), "a")).isEmpty();
            open.rollback();
        }

        SagaSimulation<State> second = sagas.started("a");

        assertThat(store.find(sagas.name(), "a")).contains(second.instance());
    }

    @Test
    void a_transition_is_stored_with_the_steps_that_it_changed() {
        SagaSimulation<State> saga = sagas.started("a");

        KeptSagas.work(saga);
        sagas.save(saga);
        saga.deliver(new Refused("sold out"));
        sagas.save(saga);

        assertThat(saga.instance().steps()).hasSize(2);
        assertThat(sagas.found(saga)).isEqualTo(saga.instance());
        assertThat(store.history(saga.instance().id())).containsExactlyElementsOf(saga.journal());
    }

    @Test
    void of_several_transitions_of_an_instance_the_last_one_stands() {
        SagaSimulation<State> one = sagas.started("a");
        SagaSimulation<State> other = sagas.started("b");
        KeptSagas.reserved(one);
        KeptSagas.work(one);
        KeptSagas.work(other);
        List<JournalEntry> mixed = new ArrayList<>(sagas.unsaved(one));
        mixed.add(1, sagas.unsaved(other).getFirst());

        transactions.run(() -> store.save(mixed));

        assertThat(sagas.found(one)).isEqualTo(one.instance());
        assertThat(sagas.found(other)).isEqualTo(other.instance());
        assertThat(store.history(one.instance().id())).containsExactlyElementsOf(one.journal());
    }

    @Test
    void hundreds_of_instances_are_stored_and_locked_at_once() {
        List<SagaSimulation<State>> all = IntStream.range(0, 500)
                .mapToObj(number -> sagas.begun("key-" + number, 1, KeptSagas.now()))
                .toList();
        transactions.run(() -> all.forEach(saga -> store.insert(saga.journal().getFirst())));
        all.forEach(KeptSagas::reserved);

        transactions.run(() -> store.save(
                all.stream().flatMap(saga -> saga.journal().stream().skip(1)).toList()));

        List<String> keys = all.stream().map(saga -> saga.instance().key()).toList();
        assertThat(transactions.call(() -> store.lock(sagas.name(), keys)).instances())
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(SagaSimulation::instance).toList());
    }

    @Test
    void a_transition_of_a_revision_that_is_gone_stores_nothing_at_all() {
        SagaSimulation<State> stale = sagas.started("a");
        SagaSimulation<State> fresh = sagas.started("b");
        KeptSagas.work(stale);
        KeptSagas.work(fresh);
        List<JournalEntry> both = new ArrayList<>(sagas.unsaved(fresh));
        both.addAll(sagas.unsaved(stale));
        sagas.save(stale);

        transactions.run(
                () -> assertThatExceptionOfType(StaleSagaException.class).isThrownBy(() -> store.save(both)));

        assertThat(sagas.found(fresh).revision()).isEqualTo(1);
        assertThat(store.history(fresh.instance().id())).hasSize(1);
        assertThat(sagas.found(stale)).isEqualTo(stale.instance());
    }

    @Test
    void a_saga_that_was_never_started_has_no_transitions() {
        SagaSimulation<State> unknown = sagas.begun("a", 1, KeptSagas.now());
        KeptSagas.work(unknown);

        assertThatExceptionOfType(StaleSagaException.class)
                .isThrownBy(() -> transactions.run(() -> store.save(
                        unknown.journal().subList(1, unknown.journal().size()))));
    }

    @Test
    void SG_8_the_journal_replays_to_the_instance() {
        SagaSimulation<State> saga = sagas.suspended("a");
        saga.retry(MINA);
        saga.threw(saga.wake().orElseThrow(), new IllegalStateException("again"));
        saga.advance(Duration.ofSeconds(1));
        saga.cancel(MINA);
        sagas.save(saga);

        List<JournalEntry> history = store.history(saga.instance().id());

        assertThat(history).containsExactlyElementsOf(saga.journal());
        assertThat(history).extracting(JournalEntry::operator).contains(MINA);
        assertThat(replayed(history)).isEqualTo(sagas.found(saga)).isEqualTo(saga.instance());
    }

    private static SagaInstance replayed(List<JournalEntry> history) {
        Map<Map.Entry<String, Direction>, StepRun> steps = new LinkedHashMap<>();
        for (JournalEntry entry : history) {
            for (StepRun run : entry.changed()) {
                steps.remove(Map.entry(run.step(), run.direction()));
                steps.put(Map.entry(run.step(), run.direction()), run);
            }
        }
        SagaInstance last = history.getLast().after();
        return new SagaInstance(
                last.identity(),
                last.revision(),
                last.state(),
                last.course(),
                last.times(),
                last.context(),
                List.copyOf(steps.values()));
    }

    @Test
    void instances_are_listed_by_what_an_operator_looks_for() {
        SagaInstance old =
                sagas.started("a", KeptSagas.now().minus(Duration.ofHours(2))).instance();
        SagaInstance done =
                sagas.completed("b", KeptSagas.now().minus(Duration.ofHours(1))).instance();
        SagaInstance stuck = sagas.suspended("c").instance();

        assertThat(listed(null, null, 10)).containsExactly(stuck, done, old);
        assertThat(listed(null, null, 2)).containsExactly(stuck, done);
        assertThat(listed(SagaStatus.SUSPENDED, null, 10)).containsExactly(stuck);
        assertThat(listed(SagaStatus.COMPLETED, null, 10)).containsExactly(done);
        assertThat(listed(SagaStatus.RUNNING, null, 10)).containsExactly(old);
        assertThat(listed(null, Duration.ofMinutes(90), 10)).containsExactly(old);
        assertThat(store.list(new Filter(null, Set.of(), null), 1)).hasSize(1);
    }

    @Test
    void it_tells_how_many_wait_for_a_person_and_how_long_the_first_has_been_due() {
        long before = store.standing().suspended();

        sagas.suspended("a");
        sagas.started("b", KeptSagas.now().minus(Duration.ofHours(2)));

        assertThat(store.standing().suspended()).isEqualTo(before + 1);
        assertThat(store.standing().late()).isGreaterThanOrEqualTo(Duration.ofHours(2));
        assertThat(store.now())
                .isBetween(KeptSagas.now().minusSeconds(1), KeptSagas.now().plusSeconds(1));
    }

    private List<SagaInstance> listed(@Nullable SagaStatus status, @Nullable Duration unchangedFor, int limit) {
        Set<SagaStatus> statuses = status == null ? Set.of() : Set.of(status);
        return store.list(new Filter(sagas.name(), statuses, unchangedFor), limit);
    }

    @Test
    void a_limit_counts_only_what_an_operator_looks_for() {
        SagaInstance running =
                sagas.started("a", KeptSagas.now().minus(Duration.ofHours(3))).instance();
        SagaInstance stuck = sagas.suspended("b").instance();
        for (int done = 0; done < 10; done++) {
            sagas.completed("done-" + done, KeptSagas.now());
        }
        Set<SagaStatus> open = Set.of(SagaStatus.RUNNING, SagaStatus.COMPENSATING, SagaStatus.SUSPENDED);

        assertThat(store.list(new Filter(sagas.name(), open, null), 2)).containsExactly(stuck, running);
        assertThat(store.list(new Filter(sagas.name(), open, Duration.ofHours(1)), 2))
                .containsExactly(running);
        assertThat(store.list(new Filter(sagas.name(), open, null), 1)).containsExactly(stuck);
    }

    @Test
    void what_has_ended_is_told_from_what_has_not() {
        SagaInstance done = sagas.completed("a", KeptSagas.now()).instance();
        SagaInstance running = sagas.started("b").instance();

        assertThat(store.ended(Set.of(done.id(), running.id()))).containsExactly(done);
        assertThat(store.ended(Set.of())).isEmpty();
    }

    @Test
    void what_ended_long_ago_is_forgotten_with_its_journal() {
        SagaInstance old =
                sagas.completed("a", KeptSagas.now().minus(Duration.ofDays(40))).instance();
        SagaInstance fresh = sagas.completed("b", KeptSagas.now()).instance();
        SagaInstance running =
                sagas.started("c", KeptSagas.now().minus(Duration.ofDays(40))).instance();

        int forgotten = store.forget(Duration.ofDays(30), 1_000);

        assertThat(forgotten).isPositive();
        assertThat(store.find(old.id())).isEmpty();
        assertThat(store.history(old.id())).isEmpty();
        assertThat(listed(null, null, 10)).containsExactly(fresh, running);
        assertThat(sagas.started("a").instance().id()).isNotEqualTo(old.id());
    }

    @Test
    void what_joins_a_transaction_needs_one() {
        JournalEntry started = sagas.begun("a", 1, KeptSagas.now()).journal().getFirst();

        assertThatIllegalStateException()
                .isThrownBy(() -> store.insert(started))
                .withMessageContaining("Transactions.run");
        assertThatIllegalStateException().isThrownBy(() -> store.save(List.of(started)));
        assertThatIllegalStateException().isThrownBy(() -> store.lock(sagas.name(), List.of("a")));
    }
}
