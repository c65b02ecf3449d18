package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.deadletter.Operator;
import io.millrace.event.EventMetadata;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStore;
import io.millrace.saga.SagaStore.Filter;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Understood;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.contract.KeptSagas.State;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link SagaStore} promises of kept messages and of versions. It may hold other sagas before a test. */
public abstract class SagaMessagesContract {

    private static final int ALL = 10_000;

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
    void an_early_message_waits_until_its_saga_is_there() {
        KeptMessage early = message("a", Keeping.EARLY);
        keep(early);
        List<KeptMessage> before = applicable(1);

        sagas.started("a");

        assertThat(before).isEmpty();
        assertThat(applicable(1)).containsExactly(early.as(Keeping.WAITING));
        assertThat(applicable(1)).isEmpty();
    }

    @Test
    void an_early_message_that_is_kept_while_its_saga_starts_waits_for_the_start_and_reaches_it() {
        KeptMessage early = message("a", Keeping.EARLY);
        JournalEntry started = sagas.begun("a", 1, KeptSagas.now()).journal().getFirst();
        try (OpenTransaction start = OpenTransaction.after(transactions, () -> store.insert(started));
                OpenTransaction keeping = OpenTransaction.begin(transactions, () -> store.keep(List.of(early)))) {
            keeping.requireWaiting();
            start.commit();
            keeping.awaitWork();
            keeping.commit();
        }

        assertThat(applicable(1)).containsExactly(early.as(Keeping.WAITING));
    }

    @Test
    void a_saga_that_starts_while_an_early_message_is_kept_waits_for_it_and_takes_it() {
        KeptMessage early = message("a", Keeping.EARLY);
        JournalEntry started = sagas.begun("a", 1, KeptSagas.now()).journal().getFirst();
        try (OpenTransaction keeping = OpenTransaction.after(transactions, () -> store.keep(List.of(early)));
                OpenTransaction start = OpenTransaction.begin(transactions, () -> store.insert(started))) {
            start.requireWaiting();
            keeping.commit();
            start.awaitWork();
            start.commit();
        }

        assertThat(applicable(1)).containsExactly(early.as(Keeping.WAITING));
        assertThat(store.find(sagas.name(), "a")).contains(started.after());
    }

    @Test
    void an_early_message_stays_early_where_the_start_is_rolled_back() {
        KeptMessage early = message("a", Keeping.EARLY);
        JournalEntry started = sagas.begun("a", 1, KeptSagas.now()).journal().getFirst();
        try (OpenTransaction start = OpenTransaction.after(transactions, () -> store.insert(started));
                OpenTransaction keeping = OpenTransaction.begin(transactions, () -> store.keep(List.of(early)))) {
            keeping.requireWaiting();
            start.rollback();
            keeping.awaitWork();
            keeping.commit();
        }
        List<KeptMessage> before = applicable(1);

        sagas.started("a");

        assertThat(before).isEmpty();
        assertThat(store.list(new Filter(sagas.name(), Set.of(), null), ALL)).hasSize(1);
        assertThat(applicable(1)).containsExactly(early.as(Keeping.WAITING));
    }

    @Test
    void what_a_process_cannot_read_yet_stays_for_others_and_what_came_after_it_too() {
        sagas.started("a");
        sagas.started("b");
        KeptMessage first = message("a", Keeping.WAITING);
        KeptMessage newer = newer(message("a", Keeping.WAITING));
        KeptMessage last = message("a", Keeping.WAITING);
        KeptMessage other = message("b", Keeping.WAITING);
        keep(first, newer, last, other);

        List<KeptMessage> here = applicable(1);
        List<KeptMessage> again = applicable(1);
        List<KeptMessage> elsewhere =
                transactions.call(() -> store.applicable(new Understood(sagas.versions(1), Map.of("Noted", 2)), ALL));

        assertThat(here).containsExactly(first, other);
        assertThat(again).isEmpty();
        assertThat(elsewhere).containsExactly(newer, last);
    }

    private static KeptMessage newer(KeptMessage message) {
        EventMetadata event = message.metadata();
        return new KeptMessage(
                message.saga(),
                message.key(),
                new EventMetadata(
                        event.eventId(),
                        event.type(),
                        event.version() + 1,
                        event.occurredAt(),
                        event.correlationId(),
                        event.causationId(),
                        event.actor(),
                        event.traceparent()),
                message.payload(),
                message.keeping());
    }

    @Test
    void a_message_is_kept_once_for_each_saga() {
        sagas.started("a");
        KeptSagas others = KeptSagas.of(store, transactions);
        others.started("a");
        KeptMessage kept = message("a", Keeping.WAITING);
        KeptMessage alsoKept =
                new KeptMessage(others.name(), kept.key(), kept.metadata(), kept.payload(), kept.keeping());

        keep(kept, kept, alsoKept);
        keep(kept);

        assertThat(applicable(1)).containsExactly(kept);
        assertThat(transactions.call(() -> store.applicable(others.readable(1), ALL)))
                .containsExactly(alsoKept);
    }

    @Test
    void messages_come_in_the_order_of_their_arrival_and_no_more_than_asked_for() {
        sagas.started("a");
        sagas.started("b");
        List<KeptMessage> all = IntStream.range(0, 40)
                .mapToObj(number -> message(number % 2 == 0 ? "a" : "b", Keeping.WAITING))
                .toList();
        keep(all.subList(0, 20).toArray(KeptMessage[]::new));
        keep(all.subList(20, 40).toArray(KeptMessage[]::new));

        assertThat(transactions.call(() -> store.applicable(sagas.readable(1), 5)))
                .containsExactlyElementsOf(all.subList(0, 5));
        assertThat(applicable(1)).containsExactlyElementsOf(all.subList(5, 40));
    }

    @Test
    void what_waits_for_a_person_or_for_another_version_or_is_a_record_only_stays() {
        sagas.suspended("a");
        sagas.started("b", 2, KeptSagas.now());
        sagas.started("c");
        KeptMessage ofAnotherVersion = message("b", Keeping.WAITING);
        keep(
                message("a", Keeping.WAITING),
                ofAnotherVersion,
                message("c", Keeping.LATE),
                message("c", Keeping.IGNORED));

        assertThat(applicable(1)).isEmpty();
        assertThat(applicable(1, 2)).containsExactly(ofAnotherVersion);
    }

    @Test
    void while_a_transaction_takes_messages_of_an_instance_nobody_else_takes_the_rest() {
        sagas.started("a");
        sagas.started("b");
        KeptMessage first = message("a", Keeping.WAITING);
        KeptMessage second = message("a", Keeping.WAITING);
        KeptMessage other = message("b", Keeping.WAITING);
        keep(first, second, other);
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> store.applicable(sagas.readable(1), 1))) {
            assertThat(applicable(1)).containsExactly(other);
            open.rollback();
        }

        assertThat(applicable(1)).containsExactly(first, second);
    }

    @Test
    void old_messages_are_forgotten_but_not_what_a_saga_waits_for() {
        SagaSimulation<State> stuck = sagas.suspended("a");
        KeptMessage waiting = message("a", Keeping.WAITING);
        KeptMessage early = message("b", Keeping.EARLY);
        keep(waiting, early, message("a", Keeping.IGNORED));
        Instant kept = KeptSagas.now();
        Eventually.holds("they are old", () -> KeptSagas.now().isAfter(kept.plusMillis(50)));

        int forgotten = store.forget(Duration.ofMillis(20), ALL);
        sagas.started("b");
        stuck.retry(new Operator("mina", "the bank is back"));
        sagas.save(stuck);

        assertThat(forgotten).isGreaterThanOrEqualTo(2);
        assertThat(applicable(1)).containsExactly(waiting);
    }

    @Test
    void a_version_with_other_steps_is_refused_and_the_remedy_named() {
        store.register(sagas.saga(3));
        store.register(sagas.saga(3));
        store.register(sagas.withOtherSteps(4));

        assertThatIllegalStateException()
                .isThrownBy(() -> store.register(sagas.withOtherSteps(3)))
                .withMessageContaining(sagas.name())
                .withMessageContaining("version 3")
                .withMessageContaining("raise the version");
    }

    @Test
    void instances_of_a_version_that_nobody_knows_any_more_are_orphans() {
        store.register(sagas.saga(1));
        store.register(sagas.saga(2));
        SagaInstance orphan = sagas.started("a", 1, KeptSagas.now()).instance();
        sagas.started("b", 2, KeptSagas.now());
        sagas.suspended("c");
        sagas.completed("d", KeptSagas.now());

        List<SagaInstance> early = orphans(Duration.ofMinutes(5));

        assertThat(early).isEmpty();
        Eventually.passes("version 1 is gone", () -> {
            store.seen(sagas.versions(2));
            assertThat(orphans(Duration.ofMillis(200))).containsExactly(orphan);
        });
    }

    private List<SagaInstance> orphans(Duration unseenFor) {
        return transactions.call(() -> store.orphans(unseenFor, ALL)).instances().stream()
                .filter(instance -> instance.identity().name().equals(sagas.name()))
                .toList();
    }

    @Test
    void suspended_instances_are_found_by_the_reason() {
        SagaInstance stuck = sagas.suspended("a").instance();
        sagas.started("b");
        String reason = Objects.requireNonNull(stuck.course().suspension()).reason();

        assertThat(suspendedFor(reason, 1)).containsExactly(stuck);
        assertThat(suspendedFor(reason, 2)).isEmpty();
        assertThat(suspendedFor("another reason", 1)).isEmpty();
    }

    private List<SagaInstance> suspendedFor(String reason, int version) {
        return transactions
                .call(() -> store.suspendedFor(reason, sagas.versions(version), ALL))
                .instances();
    }

    private void keep(KeptMessage... messages) {
        transactions.run(() -> store.keep(List.of(messages)));
    }

    private List<KeptMessage> applicable(int... versions) {
        return transactions.call(() -> store.applicable(sagas.readable(versions), ALL));
    }

    private KeptMessage message(String key, Keeping keeping) {
        EventMetadata metadata = Noted.TYPES.describe(new Noted(key), Clock.systemUTC());
        return new KeptMessage(sagas.name(), key, metadata, "{\"text\":\"" + key + "\"}", keeping);
    }
}
