package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Book;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.BookSaga.Released;
import io.millrace.postgres.BookSaga.Reserved;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.SagaOutcome;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.Sagas.Cancellation;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sagas over PostgreSQL, without a broker: one process, which nothing happens to. */
class SagaRunnerTest {

    private static final Operator SOMEBODY = new Operator("Kim", "a test");

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final BookAudit audit = new BookAudit(given);

    @BeforeEach
    void makeTables() {
        BookWorld.makeTables(given);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private BookNode aNode() {
        return given.closing(BookNode.of(database).build()).run();
    }

    private SagaOutcome ended(BookNode node, String book) throws Exception {
        return node.sagas().outcome(BookSaga.NAME, book).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void awaitStatus(String book, SagaStatus status) {
        Eventually.holds(
                book + " is " + status,
                () -> audit.status(book) == status && !audit.journal(book).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "WELL,COMPLETED,",
        "CUT_OFF,COMPLETED,",
        "UNREACHABLE,COMPLETED,",
        "TWICE_FAILING,COMPLETED,",
        "SOLD_OUT,COMPENSATED,REJECTED",
        "DECLINED,COMPENSATED,REJECTED",
        "CLOSED,COMPENSATED,REJECTED"
    })
    void SG_1_2_3_4_5_8_a_saga_ends_as_it_must(Plan plan, SagaStatus status, Cause cause) throws Exception {
        BookNode node = aNode();
        node.start("a", plan);

        SagaOutcome outcome = ended(node, "a");

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.undoing().map(undoing -> undoing.cause()).orElse(null))
                .isEqualTo(cause);
        Eventually.passes("all messages are handled", () -> audit.requireSound("a"));
    }

    @Test
    void SG_2_what_nobody_answers_in_time_is_undone_though_it_has_happened() throws Exception {
        BookNode node = given.closing(BookNode.of(database)
                        .answerWithin(Duration.ofMillis(500))
                        .build())
                .run();
        node.start("a", Plan.UNANSWERED);

        SagaOutcome outcome = ended(node, "a");

        assertThat(outcome.undoing().orElseThrow().cause()).isEqualTo(Cause.UNANSWERED);
        assertThat(audit.times("a", "release")).isEqualTo(1);
        audit.requireSound("a");
    }

    @Test
    void SG_2_a_saga_past_its_deadline_is_undone() throws Exception {
        BookNode node = given.closing(
                        BookNode.of(database).deadline(Duration.ofMillis(500)).build())
                .run();
        node.start("a", Plan.UNANSWERED);

        SagaOutcome outcome = ended(node, "a");

        assertThat(outcome.undoing().orElseThrow().cause()).isEqualTo(Cause.DEADLINE);
        audit.requireSound("a");
    }

    @Test
    void SG_2_SG_4_a_saga_is_cancelled_before_its_pivot_and_not_after_it() throws Exception {
        BookNode node = aNode();
        node.start("before", Plan.UNANSWERED);
        node.start("after", Plan.SLOW);
        Eventually.holds(
                "it is past its pivot", () -> audit.find("after").course().pastPivot());

        Cancellation before = node.sagas().cancel(BookSaga.NAME, "before", SOMEBODY);
        Cancellation after = node.sagas().cancel(BookSaga.NAME, "after", SOMEBODY);
        Cancellation unknown = node.sagas().cancel(BookSaga.NAME, "unknown", SOMEBODY);
        node.world().mend("after");

        assertThat(before).isEqualTo(Cancellation.UNDER_WAY);
        assertThat(after).isEqualTo(Cancellation.TOO_LATE);
        assertThat(unknown).isEqualTo(Cancellation.UNKNOWN);
        assertThat(ended(node, "before").undoing().orElseThrow().cause()).isEqualTo(Cause.CANCELLED);
        assertThat(ended(node, "after").completed()).isTrue();
        assertThat(node.sagas().cancel(BookSaga.NAME, "before", SOMEBODY)).isEqualTo(Cancellation.ALREADY_UNDONE);
        assertThat(audit.journal("before"))
                .filteredOn(entry -> entry.what() == Kind.CANCELLED)
                .singleElement()
                .satisfies(entry -> assertThat(entry.operator()).isEqualTo(SOMEBODY));
        Eventually.passes("all messages are handled", () -> audit.requireSound("after"));
        audit.requireSound("before");
    }

    @Test
    void a_saga_that_is_cancelled_during_a_call_waits_for_the_call() throws Exception {
        BookNode node = given.closing(BookNode.of(database).build()).run(BookNode.settings(BookNode.LONG));
        node.start("a", Plan.HANGING);
        Eventually.holds("the call is under way", () -> audit.charged("a") == 1);

        node.sagas().cancel(BookSaga.NAME, "a", SOMEBODY);
        Eventually.holds("the wish is recorded", () -> audit.kinds("a").contains(Kind.CANCELLED));
        awaitLooks();
        node.world().mend("a");

        assertThat(ended(node, "a").status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(audit.kinds("a")).doesNotContain(Kind.LOST);
        audit.requireSound("a");
    }

    /** Another saga runs from its beginning to its end meanwhile. */
    private void awaitLooks() throws Exception {
        try (BookNode other = BookNode.of(database).build()) {
            other.start("meanwhile", Plan.WELL);
            ended(other, "meanwhile");
        }
    }

    @Test
    void one_saga_is_started_under_a_key_however_many_try_at_once() throws Exception {
        BookNode node = aNode();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<UUID> start = () -> node.start("a", Plan.WELL);
            var started = threads.invokeAll(
                    IntStream.range(0, 16).mapToObj(i -> start).toList());

            UUID first = started.getFirst().get();
            for (var each : started) {
                assertThat(each.get()).isEqualTo(first);
            }
        }
        ended(node, "a");

        assertThat(node.start("a", Plan.SOLD_OUT)).isEqualTo(audit.find("a").id());
        Eventually.passes("all messages are handled", () -> audit.requireSound("a"));
    }

    @Test
    void a_saga_that_is_started_in_a_transaction_that_rolls_back_never_was() {
        BookNode node = aNode();

        assertThatThrownBy(() -> database.transactions().run(() -> {
                    node.start("a", Plan.WELL);
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(node.sagas().find(BookSaga.NAME, "a")).isEmpty();
        assertThat(given.value("SELECT count(*) FROM millrace.outbox")).isEqualTo("0");
    }

    @Test
    void an_answer_that_comes_before_its_saga_is_kept_and_applied() throws Exception {
        BookNode node = aNode();
        node.answer("a", new Reserved("shelf 3"));
        Eventually.holds("it is kept", () -> kept("EARLY") == 1);

        node.start("a", Plan.UNANSWERED);

        assertThat(ended(node, "a").completed()).isTrue();
        assertThat(audit.find("a").state()).contains("shelf 3");
        assertThat(kept("EARLY")).isZero();
    }

    @Test
    void an_answer_that_comes_after_the_end_is_recorded_and_changes_nothing() throws Exception {
        BookNode node = aNode();
        node.start("a", Plan.SOLD_OUT);
        ended(node, "a");
        long revision = audit.find("a").revision();

        node.answer("a", new Reserved("shelf 3"));
        node.answer("a", new Released());
        Eventually.holds("they are recorded", () -> kept("LATE") == 2);

        assertThat(audit.find("a").revision()).isEqualTo(revision);
        audit.requireSound("a");
    }

    private int kept(String why) {
        return audit.count("SELECT count(*) FROM millrace.saga_messages WHERE keeping = '%s'".formatted(why));
    }

    @Test
    void SG_1_what_the_definition_cannot_take_in_suspends_the_saga_and_is_applied_when_it_can() throws Exception {
        BookNode node = aNode();
        node.start("a", Plan.STUCK);
        awaitStatus("a", SagaStatus.SUSPENDED);
        String reason = audit.suspension("a");

        node.world().mend("a");
        node.sagas().desk().retry(audit.find("a").id(), SOMEBODY);

        assertThat(reason).contains("no such shelf");
        assertThat(ended(node, "a").completed()).isTrue();
        Eventually.passes("all messages are handled", () -> audit.requireSound("a"));
    }

    @Test
    void SG_1_a_saga_whose_version_is_gone_is_suspended_and_goes_on_when_it_is_back() throws Exception {
        SagaRunner.Settings soonGone = new SagaRunner.Settings(
                1, 20, 4, BookNode.LEASE, Duration.ofMillis(20), Duration.ofSeconds(2), BookNode.LONG);
        try (BookNode old = BookNode.of(database).build()) {
            old.start("a", Plan.WELL);
        }

        try (BookNode newer = BookNode.of(database).version(2).build().run(soonGone)) {
            awaitStatus("a", SagaStatus.SUSPENDED);
            newer.start("b", Plan.WELL);
            assertThat(ended(newer, "b").completed()).isTrue();
        }
        String reason = audit.suspension("a");
        BookNode both = given.closing(
                        BookNode.of(database).version(2).knowing(first()).build())
                .run(soonGone);

        assertThat(reason).isEqualTo("no running instance of the application knows version 1");
        assertThat(ended(both, "a").completed()).isTrue();
        assertThat(audit.kinds("a")).contains(Kind.SUSPENDED, Kind.RESUMED);
        Eventually.passes("all messages are handled", () -> audit.requireSound("a"));
    }

    private Saga<Book> first() {
        return BookSaga.in(new BookWorld(database), 1, BookNode.LONG, BookNode.LONG);
    }

    @Test
    void nodes_that_know_different_versions_run_their_own() throws Exception {
        try (BookNode old = BookNode.of(database).build().run();
                BookNode both = BookNode.of(database)
                        .version(2)
                        .knowing(first())
                        .build()
                        .run()) {
            for (int i = 0; i < 20; i++) {
                (i % 2 == 0 ? old : both).start("book-" + i, Plan.WELL);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(ended(both, "book-" + i).completed()).isTrue();
                assertThat(audit.find("book-" + i).identity().version()).isEqualTo(1 + i % 2);
            }
        }
    }

    @Test
    void a_definition_that_was_changed_without_a_new_version_is_refused_at_the_start() {
        aNode();
        Saga<Book> changed = Saga.named(BookSaga.NAME, Book.class)
                .pivot("confirm", book -> {})
                .build();

        assertThatThrownBy(
                        () -> BookNode.of(database).version(2).knowing(changed).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("raise the version");
    }
}
