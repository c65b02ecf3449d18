package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.SagaStatus;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several processes run the same sagas; one is stopped in the middle of a call, or their database is. */
@Tag("newest-postgres-only")
class SagaNodesTest {

    private static final Operator SOMEBODY = new Operator("Kim", "a test");
    private static final List<Plan> PLANS =
            List.of(Plan.WELL, Plan.SOLD_OUT, Plan.DECLINED, Plan.CUT_OFF, Plan.TWICE_FAILING, Plan.CLOSED);

    @ParameterizedTest
    @EnumSource(
            value = Plan.class,
            names = {"HANGING", "PAUSED"})
    void SG_3_a_process_that_is_stopped_in_a_call_past_its_lease_writes_nothing(Plan plan) {
        try (TestDatabase given = migrated();
                ChildJvm stopped =
                        ChildJvm.of(BookProcess.class).arguments(given.url()).start()) {
            BookAudit audit = new BookAudit(given);
            stopInCall(given, stopped, plan);

            try (BookNode other = BookNode.of(given.database()).build().run()) {
                Eventually.holds("the other one has ended it", () -> audit.status("a") == SagaStatus.COMPLETED);
                long revision = audit.find("a").revision();
                other.world().mend("a");
                stopped.resume();
                stopped.awaitLine("was taken over");

                assertThat(audit.find("a").revision()).isEqualTo(revision);
                assertThat(audit.kinds("a")).contains(Kind.LOST);
                Eventually.passes("all messages are handled", () -> audit.requireSound("a"));
            }
        }
    }

    @Test
    void SG_2_a_call_that_takes_effect_after_its_undo_is_refused() {
        try (TestDatabase given = migrated();
                ChildJvm stopped =
                        ChildJvm.of(BookProcess.class).arguments(given.url()).start()) {
            BookAudit audit = new BookAudit(given);
            stopInCall(given, stopped, Plan.PAUSED);

            try (BookNode other = BookNode.of(given.database()).build().run()) {
                other.sagas().cancel(BookSaga.NAME, "a", SOMEBODY);
                Eventually.holds("the other one has undone it", () -> audit.status("a") == SagaStatus.COMPENSATED);
                other.world().mend("a");
                stopped.resume();
                stopped.awaitLine("was taken over");

                audit.requireSound("a");
            }
        }
    }

    private static void stopInCall(TestDatabase given, ChildJvm child, Plan plan) {
        child.awaitLine("running");
        try (BookNode starter = BookNode.of(given.database()).build()) {
            starter.start("a", plan);
        }
        Eventually.holds("the call is under way", () -> !given.value(
                        "SELECT (SELECT count(*) FROM charges) + (SELECT count(*) FROM tries)")
                .equals("0"));
        child.suspend();
    }

    private static TestDatabase migrated() {
        TestDatabase given = TestDatabase.migrated();
        BookWorld.makeTables(given);
        return given;
    }

    @Test
    void SG_1_2_3_4_5_8_sagas_end_though_their_database_is_killed_while_they_are_taken_over(@TempDir Path directory) {
        try (EmbeddedPostgres server = TestDatabase.serverBuilder()
                        .fsync(true)
                        .dataDirectory(directory.resolve("data"))
                        .start();
                TestDatabase given = TestDatabase.at(server.jdbcUrl())) {
            new Migrations(Schema.defaults()).run(given.dataSource());
            BookWorld.makeTables(given);
            BookAudit audit = new BookAudit(given);
            List<String> books = startedAndLeft(given, 200);

            try (BookNode node = BookNode.of(given.database()).build().run()) {
                for (int enough : List.of(40, 100)) {
                    awaitEnded(audit, enough);
                    server.killPostmaster();
                    server.restart();
                }
                awaitEnded(audit, books.size());
                Eventually.passes(
                        "all messages are handled", () -> assertThat(books).allSatisfy(audit::requireSound));
                assertThat(node.sagas().find(BookSaga.NAME, "book-0")).isPresent();
            }
        }
    }

    /** Sagas that a killed process has left, each where it stood. */
    private static List<String> startedAndLeft(TestDatabase given, int count) {
        List<String> books =
                IntStream.range(0, count).mapToObj(i -> "book-" + i).toList();
        try (ChildJvm killed =
                        ChildJvm.of(BookProcess.class).arguments(given.url()).start();
                BookNode starter = BookNode.of(given.database()).build()) {
            killed.awaitLine("running");
            IntStream.range(0, count).forEach(i -> starter.start(books.get(i), PLANS.get(i % PLANS.size())));
        }
        return books;
    }

    private static void awaitEnded(BookAudit audit, int enough) {
        Eventually.holds(
                enough + " have ended",
                Duration.ofSeconds(60),
                () -> audit.count("SELECT count(*) FROM millrace.sagas WHERE ended_at IS NOT NULL") >= enough);
    }
}
