package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.BookSaga.Plan;
import io.millrace.saga.SagaStatus;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that runs sagas and their participants is killed within every transition; another one goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("newest-postgres-only")
class SagaCrashTest {

    private static final int KILLED = 137;
    private static final List<Plan> PLANS = List.of(
            Plan.WELL,
            Plan.SOLD_OUT,
            Plan.DECLINED,
            Plan.UNANSWERED,
            Plan.CUT_OFF,
            Plan.UNREACHABLE,
            Plan.TWICE_FAILING,
            Plan.CLOSED,
            Plan.STUCK);

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final BookAudit audit = new BookAudit(given);
    private int crashes;

    @BeforeAll
    void makeTables() {
        BookWorld.makeTables(given);
    }

    @AfterAll
    void close() {
        given.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "saga.before-save.STARTED saga.after-save.STARTED saga.before-commit:40",
                "saga.before-save.ANSWERED saga.after-save.ANSWERED saga.after-commit:40",
                "saga.before-save.REFUSED saga.after-save.REFUSED:2 saga.after-lease",
                "saga.before-save.CALLED saga.after-save.CALLED saga.after-commit:70",
                "saga.before-save.DONE saga.after-save.DONE:3 saga.after-take",
                "saga.before-save.FAILED saga.after-save.FAILED:2 saga.before-keep",
                "saga.before-save.PROBED saga.after-save.PROBED remote.before-probe",
                "saga.before-save.CANCELLED saga.after-save.CANCELLED saga.after-save.RETRIED",
                "saga.before-save.SUSPENDED saga.after-save.SUSPENDED local.note",
                "remote.before-charge remote.after-charge saga.before-save.LOST",
                "remote.before-refund remote.after-refund saga.after-save.LOST",
                "remote.before-capture remote.after-capture local.confirm",
                "local.unnote local.undone"
            })
    void SG_1_2_3_4_5_8_processes_that_crash_one_after_the_other_leave_no_saga_half_done(String points) {
        List<String> books = new ArrayList<>();

        for (String point : points.split(" ")) {
            List<String> more = books();
            crash(point, more);
            books.addAll(more);
        }
        recover(books);

        assertThat(books).allSatisfy(audit::requireSound);
    }

    private List<String> books() {
        int number = ++crashes;
        return PLANS.stream().map(plan -> plan + "-" + number).toList();
    }

    private static String argument(String book) {
        return book.substring(0, book.indexOf('-')) + "/" + book;
    }

    private void crash(String point, List<String> books) {
        String[] arguments = Stream.concat(
                        Stream.of(given.url()), books.stream().map(SagaCrashTest::argument))
                .toArray(String[]::new);
        try (ChildJvm child = ChildJvm.of(BookProcess.class)
                .arguments(arguments)
                .crashAt(point)
                .start()) {
            child.awaitLine("crashed at");
            assertThat(child.awaitExit(Duration.ofSeconds(30))).isEqualTo(KILLED);
        }
    }

    /** Another process, to which what did not start is given once more. */
    private void recover(List<String> books) {
        try (BookNode node = BookNode.of(database).build().run();
                Loop operator = Loop.start("operator", () -> BookProcess.look(node), Backoff.defaults())) {
            books.forEach(book -> node.start(book, Plan.valueOf(book.substring(0, book.indexOf('-')))));
            Eventually.holds("all have ended", Duration.ofSeconds(30), () -> books.stream()
                    .allMatch(this::ended));
            Eventually.holds("their last messages are handled", () -> books.stream()
                    .filter(book -> audit.status(book) == SagaStatus.COMPLETED)
                    .allMatch(book -> audit.times(book, "told") == 1));
            assertThat(operator.failure()).isEmpty();
        }
    }

    private boolean ended(String book) {
        return audit.status(book).ended();
    }
}
