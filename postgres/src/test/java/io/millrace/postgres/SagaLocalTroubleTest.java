package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.WaitingSaga.Waiting;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.LocalAction;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStatus;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.contract.OpenTransaction;
import io.millrace.work.Transactions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local steps that end their transaction in one way or another, among sagas that are well. */
@Tag("newest-postgres-only")
class SagaLocalTroubleTest {

    private static final Operator SOMEBODY = new Operator("Kim", "a test");
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Retry BRIEF =
            Retry.exponential(Duration.ofMillis(20), Duration.ofMillis(100)).forAtMost(Duration.ofSeconds(2));

    @Test
    void SG_1_SG_7_an_error_in_a_local_step_is_a_failure_of_that_step() {
        try (TestDatabase given = migrated()) {
            BookAudit audit = new BookAudit(given);
            Saga<Waiting> broken = saga(BRIEF, waiting -> {
                throw new NoSuchMethodError("Book.title()");
            });
            BookNode node = node(given, given.database(), broken).run(BookNode.settings(BookNode.LONG));

            node.sagas().start(broken, "a", new Waiting("a"));
            List<String> good = startGood(node);

            Eventually.passes("the others end", () -> assertThat(good).allSatisfy(audit::requireSound));
            SagaInstance stuck = awaitSuspended(given);
            assertThat(reason(stuck)).contains("NoSuchMethodError", "Book.title()");
            assertThat(kinds(given, stuck)).contains(Kind.FAILED);
        }
    }

    @Test
    void SG_1_SG_7_a_local_step_that_stands_idle_past_the_lease_fails_by_itself() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (TestDatabase given = migrated()) {
            BookAudit audit = new BookAudit(given);
            Saga<Waiting> idle = saga(BRIEF, waiting -> assertThat(never.await(3, TimeUnit.SECONDS))
                    .isFalse());
            BookNode node = node(given, given.database(), idle);
            node.sagas().start(idle, "a", new Waiting("a"));
            List<String> good = startGood(node);

            node.run(ofOneWorker(SHORT));

            Eventually.passes("the others end", () -> assertThat(good).allSatisfy(audit::requireSound));
            SagaInstance stuck = awaitSuspended(given);
            assertThat(reason(stuck)).contains("its transaction was lost");
            assertThat(kinds(given, stuck)).contains(Kind.FAILED);
        }
    }

    @Test
    void SG_1_SG_7_a_local_step_whose_connection_breaks_each_time_fails_by_itself() {
        try (TestDatabase given = migrated()) {
            BookAudit audit = new BookAudit(given);
            Database database = given.database();
            Saga<Waiting> cut = saga(BRIEF.forAtMost(Duration.ZERO), waiting -> {
                String backend = database.joined(
                        connection -> Sql.of("SELECT pg_backend_pid()::text").one(connection, row -> row.getString(1)));
                given.execute("SELECT pg_terminate_backend(" + backend + ", 10000)");
            });
            BookNode node = node(given, database, cut);
            node.sagas().start(cut, "a", new Waiting("a"));
            List<String> good = startGood(node);

            node.run(BookNode.settings(BookNode.LONG));

            Eventually.passes("the others end", () -> assertThat(good).allSatisfy(audit::requireSound));
            assertThat(reason(awaitSuspended(given))).contains("its transaction was lost");
        }
    }

    @Test
    void SG_1_SG_7_a_local_step_that_waits_for_a_lock_fails_by_itself() {
        waitsForALock((transactions, update) -> update.run());
    }

    @Test
    void SG_1_SG_7_a_local_step_whose_changes_wait_for_a_lock_before_the_commit_fails_by_itself() {
        waitsForALock(Transactions::beforeCommit);
    }

    private static void waitsForALock(BiConsumer<Transactions, Runnable> step) {
        try (TestDatabase given = migrated()) {
            given.execute("INSERT INTO mended VALUES ('a')");
            BookAudit audit = new BookAudit(given);
            Database database = given.database();
            Runnable update = () -> database.joined(Sql.of("UPDATE mended SET book = 'b'")::update);
            Saga<Waiting> waits = saga(BRIEF, waiting -> step.accept(database.transactions(), update));
            BookNode node = node(given, database, waits);
            node.sagas().start(waits, "a", new Waiting("a"));
            List<String> good = startGood(node);

            try (OpenTransaction locking = OpenTransaction.after(
                    database.transactions(), () -> database.joined(Sql.of("UPDATE mended SET book = book")::update))) {
                node.run(ofOneWorker(SHORT));
                Eventually.passes("the others end", () -> assertThat(good).allSatisfy(audit::requireSound));
                SagaInstance stuck = awaitSuspended(given);
                assertThat(reason(stuck)).contains("timeout", "tuple", "\"mended\"");
                assertThat(kinds(given, stuck)).contains(Kind.FAILED);
                locking.commit();
            }
            node.sagas().desk().retry(find(given).id(), SOMEBODY);

            Eventually.holds("it ends", () -> find(given).status() == SagaStatus.COMPLETED);
            assertThat(given.value("SELECT book FROM mended")).isEqualTo("b");
        }
    }

    @Test
    void SG_1_what_keeps_the_runner_s_own_statements_waiting_suspends_nobody() {
        try (TestDatabase given = migrated()) {
            Database database = given.database();
            Saga<Waiting> calling = Saga.named("troubled", Waiting.class)
                    .call("call", (waiting, attempt) -> "answered")
                    .noUndoNeeded("nothing is left of it")
                    .build();
            BookNode node = node(given, database, calling);
            node.sagas().start(calling, "a", new Waiting("a"));
            Set<String> waits = new HashSet<>();

            try (OpenTransaction indexing = OpenTransaction.after(
                    database.transactions(),
                    () -> database.joined(Sql.of("LOCK TABLE millrace.saga_journal IN SHARE MODE")::update))) {
                node.runSagas(ofOneWorker(SHORT));
                Eventually.holds("statements have given up and come again", Duration.ofSeconds(60), () -> {
                    waits.add(given.value(
                            "SELECT max(query_start) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"));
                    return waits.size() > 6;
                });
                indexing.commit();
            }

            Eventually.holds("it ends", () -> find(given).status() == SagaStatus.COMPLETED);
            assertThat(given.value("SELECT count(*) FROM millrace.saga_journal WHERE what IN ('FAILED', 'SUSPENDED')"))
                    .isEqualTo("0");
        }
    }

    private static SagaRunner.Settings ofOneWorker(Duration lease) {
        return new SagaRunner.Settings(1, 20, 64, lease, Duration.ofMillis(20), BookNode.LONG, BookNode.LONG);
    }

    @Test
    void SG_1_SG_7_a_local_step_whose_statement_does_not_end_fails_by_itself() {
        try (TestDatabase given = migrated()) {
            BookAudit audit = new BookAudit(given);
            Database database = given.database();
            Saga<Waiting> slow = saga(
                    BRIEF,
                    waiting -> database.joined(
                            connection -> Sql.of("SELECT pg_sleep(30)").one(connection, row -> "slept")));
            BookNode node = node(given, database, slow);
            node.sagas().start(slow, "a", new Waiting("a"));
            List<String> good = startGood(node);

            node.run(ofOneWorker(SHORT));

            Eventually.passes("the others end", () -> assertThat(good).allSatisfy(audit::requireSound));
            assertThat(reason(awaitSuspended(given))).contains("statement timeout");
        }
    }

    @Test
    void SG_1_an_outage_of_the_database_under_local_steps_suspends_nobody(@TempDir Path directory) throws Exception {
        try (EmbeddedPostgres server = TestDatabase.serverBuilder()
                        .fsync(true)
                        .dataDirectory(directory.resolve("data"))
                        .start();
                TestDatabase given = TestDatabase.at(server.jdbcUrl())) {
            new Migrations(Schema.defaults()).run(given.dataSource());
            BookWorld.makeTables(given);
            Database database = given.database();
            CountDownLatch running = new CountDownLatch(2);
            CountDownLatch restarted = new CountDownLatch(1);
            Saga<Waiting> patient = saga(BRIEF.forAtMost(Duration.ZERO), waiting -> {
                running.countDown();
                assertThat(restarted.await(60, TimeUnit.SECONDS)).isTrue();
                new BookWorld(database).effect(waiting.id(), "done");
            });
            BookNode node = node(given, database, patient);
            List<String> keys = IntStream.range(0, 40).mapToObj(i -> "a-" + i).toList();
            keys.forEach(key -> node.sagas().start(patient, key, new Waiting(key)));

            node.runSagas(new SagaRunner.Settings(
                    2, 20, 4, Duration.ofMinutes(2), Duration.ofMillis(20), BookNode.LONG, BookNode.LONG));
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
            server.killPostmaster();
            server.restart();
            restarted.countDown();

            Eventually.holds("all have ended", Duration.ofSeconds(60), () -> given.value(
                            "SELECT count(*) FROM millrace.sagas WHERE status = 'COMPLETED'")
                    .equals("40"));
            assertThat(given.value("SELECT count(*) FROM millrace.saga_journal WHERE what IN ('FAILED', 'SUSPENDED')"))
                    .isEqualTo("0");
            assertThat(given.value("SELECT count(*) FROM effects WHERE what = 'done'"))
                    .isEqualTo("40");
        }
    }

    private static TestDatabase migrated() {
        TestDatabase given = TestDatabase.migrated();
        BookWorld.makeTables(given);
        return given;
    }

    private static Saga<Waiting> saga(Retry retry, LocalAction<Waiting> action) {
        return Saga.named("troubled", Waiting.class)
                .local("work", action)
                .retry(retry)
                .noUndoNeeded("nothing is left of it")
                .build();
    }

    private static BookNode node(TestDatabase given, Database database, Saga<?> troubled) {
        return given.closing(BookNode.of(database).knowing(troubled).build());
    }

    private static List<String> startGood(BookNode node) {
        List<String> good = IntStream.range(0, 20).mapToObj(i -> "good-" + i).toList();
        good.forEach(book -> node.start(book, Plan.WELL));
        return good;
    }

    private static SagaInstance awaitSuspended(TestDatabase given) {
        Eventually.holds(
                "it waits for a person",
                Duration.ofSeconds(60),
                () -> find(given).status() == SagaStatus.SUSPENDED);
        return find(given);
    }

    private static SagaInstance find(TestDatabase given) {
        return new PostgresSagaStore(given.database()).find("troubled", "a").orElseThrow();
    }

    private static String reason(SagaInstance stuck) {
        return Objects.requireNonNull(stuck.course().suspension()).reason();
    }

    private static List<Kind> kinds(TestDatabase given, SagaInstance saga) {
        return new PostgresSagaStore(given.database())
                .history(saga.id()).stream().map(JournalEntry::what).toList();
    }
}
