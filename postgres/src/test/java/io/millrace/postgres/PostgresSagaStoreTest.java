package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.SagaExamples.Note;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Version;
import io.millrace.testkit.contract.OpenTransaction;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSagaStoreTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Saga<Note> saga = SagaExamples.saga("checkout");
    private final Set<Version> versions = SagaExamples.versions(saga);
    private TestDatabase database;
    private CountedStatements statements;
    private PostgresSagaStore store;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.migrated();
        statements = new CountedStatements(database.database().transactions());
        store = new PostgresSagaStore(new Database(database.dataSource(), statements, Schema.defaults()));
        store.register(saga);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void a_claim_a_lease_and_a_save_make_as_many_statements_for_hundreds_of_sagas_as_for_one() {
        SagaSimulation<Note> single = started("single");
        long one = statements.during(() -> claimAndComplete(List.of(single)));
        List<SagaSimulation<Note>> all =
                IntStream.range(0, 500).mapToObj(n -> started("key-" + n)).toList();

        long many = statements.during(() -> claimAndComplete(all));

        assertThat(many).isEqualTo(one).isLessThanOrEqualTo(6);
        assertThat(database.value("SELECT count(*) FROM millrace.sagas WHERE status = 'COMPLETED'"))
                .isEqualTo("501");
    }

    private void claimAndComplete(List<SagaSimulation<Note>> sagas) {
        inTransaction(() -> {
            List<SagaInstance> due = store.due(versions, 1_000, LONG).instances();
            assertThat(due).hasSameSizeAs(sagas);
            store.lease(due.stream().map(SagaInstance::id).toList(), "node-1", LONG);
            store.save(sagas.stream()
                    .flatMap(each -> SagaExamples.completed(each).stream())
                    .toList());
            return due;
        });
    }

    @Test
    void what_waits_and_what_has_ended_is_not_read_however_much_it_is() {
        started("due");
        SagaSimulation<Note> stuck = started("stuck");
        inTransaction(() -> saved(SagaExamples.suspended(stuck, "no connection")));
        String reason =
                Objects.requireNonNull(stuck.instance().course().suspension()).reason();
        database.execute("""
                INSERT INTO millrace.sagas (id, name, key, version, revision, state, status, past_pivot, started_at,
                    updated_at, wake_at, ended_at)
                SELECT gen_random_uuid(), 'checkout', 'waiting ' || n, 1, 1, '{}', 'RUNNING', FALSE, now(), now(),
                    now() + interval '1 day', NULL
                FROM generate_series(1, 20000) AS n
                UNION ALL
                SELECT gen_random_uuid(), 'checkout', 'ended ' || n, 1, 1, '{}', 'COMPLETED', FALSE, now(), now(),
                    NULL, now()
                FROM generate_series(1, 20000) AS n
                """);
        database.execute("ANALYZE millrace.sagas");
        long before = rowsRead();

        assertThat(inTransaction(() -> store.due(versions, 100, LONG)).instances())
                .hasSize(1);
        assertThat(inTransaction(() -> store.orphans(LONG, 100)).instances()).isEmpty();
        assertThat(inTransaction(() -> store.suspendedFor(reason, versions, 100))
                        .instances())
                .hasSize(1);
        assertThat(inTransaction(() -> store.applicable(SagaExamples.readable(saga), 100)))
                .isEmpty();
        assertThat(store.forget(LONG, 100)).isZero();

        assertThat(rowsRead() - before).isLessThan(100);
    }

    @Test
    void what_is_due_is_found_before_the_tables_were_ever_analyzed() {
        database.execute("ALTER TABLE millrace.sagas SET (autovacuum_enabled = FALSE)");
        database.execute("""
                INSERT INTO millrace.sagas (id, name, key, version, revision, state, status, past_pivot, started_at,
                    updated_at, wake_at)
                SELECT gen_random_uuid(), 'checkout', 'waiting ' || n, 1, 1, '{}', 'RUNNING', FALSE, now(), now(),
                    now() + interval '1 day'
                FROM generate_series(1, 20000) AS n
                """);
        started("due");
        long before = rowsRead();

        assertThat(inTransaction(() -> store.due(versions, 100, LONG)).instances())
                .hasSize(1);

        assertThat(rowsRead() - before).isLessThan(100);
    }

    @Test
    void messages_whose_saga_never_comes_are_not_read_however_many_they_are() {
        database.execute("""
                INSERT INTO millrace.saga_messages (saga, key, event_id, event_type, event_version, occurred_at,
                    payload, keeping)
                SELECT 'checkout', 'never ' || n, gen_random_uuid(), 'Noted', 1, now(), '{}', 'EARLY'
                FROM generate_series(1, 10000) AS n
                """);
        database.execute("ANALYZE millrace.saga_messages");
        inTransaction(() -> kept(SagaExamples.message("checkout", "a").as(Keeping.EARLY)));
        long before = rowsRead();

        assertThat(inTransaction(() -> store.applicable(SagaExamples.readable(saga), 100)))
                .isEmpty();
        started("a");
        started("b");
        assertThat(inTransaction(() -> store.applicable(SagaExamples.readable(saga), 100)))
                .hasSize(1);

        assertThat(rowsRead() - before).isLessThan(100);
    }

    @Test
    void a_message_that_a_start_in_an_older_snapshot_missed_is_found_when_old_ones_are_forgotten() {
        Database strict = database.database(Connection.TRANSACTION_REPEATABLE_READ);
        PostgresSagaStore strictStore = new PostgresSagaStore(strict);
        SagaSimulation<Note> begun = SagaExamples.begun(saga, "a");
        strict.transactions().run(() -> {
            strictStore.find(saga.name(), "a");
            try (OpenTransaction meanwhile = OpenTransaction.after(
                    statements, () -> kept(SagaExamples.message("checkout", "a").as(Keeping.EARLY)))) {
                meanwhile.commit();
            }
            strictStore.insert(begun.journal().getFirst());
        });

        store.forget(LONG, 100);

        assertThat(inTransaction(() -> store.applicable(SagaExamples.readable(saga), 100)))
                .hasSize(1);
    }

    private boolean kept(KeptMessage message) {
        store.keep(List.of(message));
        return true;
    }

    private long rowsRead() {
        database.execute("SELECT pg_stat_force_next_flush()");
        return Long.parseLong(database.value("SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
                + " FROM pg_stat_user_tables WHERE relname IN ('sagas', 'saga_messages')"));
    }

    @Test
    void leasing_and_prolonging_touch_no_index() {
        UUID id = started("a").instance().id();

        for (int round = 0; round < 10; round++) {
            List<Lease> leases = inTransaction(() -> store.lease(List.of(id), "node-1", LONG));
            assertThat(store.renew(leases, LONG)).isEqualTo(leases);
        }

        database.execute("SELECT pg_stat_force_next_flush()");
        assertThat(database.value("SELECT n_tup_upd || ' ' || n_tup_hot_upd"
                        + " FROM pg_stat_user_tables WHERE relname = 'sagas'"))
                .isEqualTo("20 20");
    }

    @Test
    void what_the_database_cannot_store_is_stored_all_the_same() {
        SagaSimulation<Note> stuck = started("a");

        inTransaction(() -> saved(SagaExamples.suspended(stuck, "byte \u0000")));

        SagaInstance found = store.find(stuck.instance().id()).orElseThrow();
        assertThat(Objects.requireNonNull(found.course().suspension()).reason()).endsWith("byte \uFFFD");
        assertThat(store.history(found.id()).getLast().after()).isEqualTo(found);
    }

    @Test
    void the_database_limits_a_claim_and_its_own_statements_only_in_waiting_for_locks() {
        List<String> limited = inTransaction(() -> {
            store.due(versions, 1, Duration.ofMillis(1_500));
            return limits();
        });
        List<String> lifted = inTransaction(() -> {
            store.limit(Duration.ofMillis(1_500));
            store.liftStatementLimit();
            return limits();
        });

        assertThat(limited).containsExactly("1500ms", "1500ms", "1500ms");
        assertThat(lifted).containsExactly("1500ms", "1500ms", "0");
        assertThat(limits()).containsExactly("0", "0", "0");
    }

    private List<String> limits() {
        return Stream.of("idle_in_transaction_session_timeout", "lock_timeout", "statement_timeout")
                .map(limit -> statements.withConnection(
                        connection -> Sql.of("SHOW " + limit).one(connection, row -> row.getString(1))))
                .toList();
    }

    private SagaSimulation<Note> started(String key) {
        SagaSimulation<Note> begun = SagaExamples.begun(saga, key);
        inTransaction(() -> store.insert(begun.journal().getFirst()));
        return begun;
    }

    private boolean saved(List<JournalEntry> entries) {
        store.save(entries);
        return true;
    }

    private <T> T inTransaction(Supplier<T> work) {
        return statements.call(work);
    }
}
