package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.WaitingSaga.Answered;
import io.millrace.postgres.WaitingSaga.Waiting;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is due is due once, not early, and whoever runs then. */
@Tag("newest-postgres-only")
class SagaTimerTest {

    private static final int ROUNDS = 200;
    private static final int MANY = 1_000;
    private static final Duration SOON = Duration.ofMillis(1_500);

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final SagaStore store = new PostgresSagaStore(database);
    private final BookAudit audit = new BookAudit(given);

    @BeforeEach
    void makeTables() {
        BookWorld.makeTables(given);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void SG_6_timers_fire_once_and_not_early_though_the_process_that_set_them_is_killed() {
        List<String> keys = keys(50);
        String[] arguments = Stream.concat(
                        Stream.of(given.url()), keys.stream().map(key -> WaitingSaga.NAME + "/" + key))
                .toArray(String[]::new);
        try (ChildJvm setting =
                ChildJvm.of(BookProcess.class).arguments(arguments).start()) {
            setting.awaitLine("started");
            setting.kill();
        }
        assertThat(audit.count("SELECT count(*) FROM millrace.sagas WHERE name = 'waiting' AND wake_at IS NOT NULL"))
                .as("timers that the process has set")
                .isEqualTo(keys.size());

        given.closing(BookNode.of(database)
                        .knowing(waiting(BookProcess.WAITING))
                        .build())
                .run();
        awaitEnded(keys.size());

        assertThat(keys).allSatisfy(key -> requireFiredOnce(key, BookProcess.WAITING));
    }

    @Test
    void SG_6_a_thousand_that_are_due_at_once_fire_once_each_and_hold_up_nobody() {
        Saga<Waiting> saga = waiting(SOON);
        BookNode node =
                given.closing(BookNode.of(database).knowing(saga).build()).run();
        List<String> keys = keys(MANY);
        database.transactions().run(() -> keys.forEach(key -> node.sagas().start(saga, key, new Waiting(key))));
        List<String> books = IntStream.range(0, 20).mapToObj(i -> "book-" + i).toList();
        Eventually.holds("the first have fired", () -> ended() > 0);
        books.forEach(book -> node.start(book, Plan.WELL));

        Eventually.passes("new ones go on", () -> assertThat(books).allSatisfy(audit::requireSound));
        awaitEnded(MANY);

        assertThat(keys).allSatisfy(key -> requireFiredOnce(key, SOON));
    }

    @Test
    void SG_6_of_an_answer_and_a_time_out_at_the_same_moment_one_wins() {
        Saga<Waiting> saga = waiting(SOON);
        BookNode node =
                given.closing(BookNode.of(database).knowing(saga).build()).run();
        List<String> keys = keys(ROUNDS);
        try (ScheduledExecutorService answering = Executors.newSingleThreadScheduledExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                String key = keys.get(round);
                node.sagas().start(saga, key, new Waiting(key));
                answering.schedule(
                        () -> node.answer(key, new Answered()), SOON.toMillis() - 2L * round, TimeUnit.MILLISECONDS);
            }
            awaitEnded(ROUNDS);
        }
        Eventually.holds("all answers are taken in", () -> answered() + recorded() == ROUNDS);

        assertThat(keys).allSatisfy(this::requireOneWinner);
        assertThat(answered()).as("sagas that the answer won").isBetween(1, ROUNDS - 1);
    }

    private Saga<Waiting> waiting(Duration answerWithin) {
        return WaitingSaga.in(new BookWorld(database), answerWithin);
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "waiting-" + i).toList();
    }

    private void awaitEnded(int enough) {
        Eventually.holds("all have ended", Duration.ofSeconds(60), () -> ended() == enough);
    }

    private int ended() {
        return audit.count("SELECT count(*) FROM millrace.sagas WHERE name = 'waiting' AND ended_at IS NOT NULL");
    }

    private int answered() {
        return audit.count("SELECT count(*) FROM millrace.sagas WHERE name = 'waiting' AND status = 'COMPLETED'");
    }

    private int recorded() {
        return audit.count("SELECT count(*) FROM millrace.saga_messages WHERE keeping IN ('LATE', 'IGNORED')");
    }

    private SagaInstance find(String key) {
        return store.find(WaitingSaga.NAME, key).orElseThrow();
    }

    private void requireFiredOnce(String key, Duration after) {
        SagaInstance saga = find(key);
        List<JournalEntry> fired = firings(saga);
        assertThat(saga.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(fired).as("firings for %s", key).hasSize(1);
        assertThat(fired.getFirst().at())
                .isAfterOrEqualTo(saga.times().startedAt().plus(after));
        assertThat(audit.times(key, "undone")).isEqualTo(1);
    }

    private List<JournalEntry> firings(SagaInstance saga) {
        return store.history(saga.id()).stream()
                .filter(entry -> entry.what() == Kind.WOKEN)
                .toList();
    }

    private void requireOneWinner(String key) {
        SagaInstance saga = find(key);
        boolean answered = store.history(saga.id()).stream().anyMatch(entry -> entry.what() == Kind.ANSWERED);
        assertThat(firings(saga)).hasSize(answered ? 0 : 1);
        assertThat(saga.status()).isEqualTo(answered ? SagaStatus.COMPLETED : SagaStatus.COMPENSATED);
        assertThat(audit.times(key, "undone")).isEqualTo(answered ? 0 : 1);
    }
}
