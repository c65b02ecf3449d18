package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.BookSaga.Released;
import io.millrace.postgres.BookSaga.Reserved;
import io.millrace.postgres.BookSaga.Told;
import io.millrace.postgres.WaitingSaga.Answered;
import io.millrace.postgres.WaitingSaga.Ask;
import io.millrace.postgres.WaitingSaga.Waiting;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaSteps;
import io.millrace.saga.SagaStore;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Messages that are given to their sagas later, one of which can't be given. */
class SagaKeptMessagesTest {

    private static final Operator SOMEBODY = new Operator("Kim", "a test");
    private static final int TOO_LONG = 2_000_000;

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
    void SG_7_a_message_that_cannot_be_given_suspends_its_own_saga_though_another_one_goes_on_meanwhile() {
        AtomicInteger attempts = new AtomicInteger();
        Saga<Waiting> careless = asking("careless", () -> {
                    if (attempts.incrementAndGet() == 2) {
                        CompletableFuture.runAsync(this::resumeFirst).join();
                    }
                    spoilTransaction();
                })
                .whenStuck("Book", (waiting, reason) -> new Told())
                .build();
        BookNode node =
                given.closing(BookNode.of(database).knowing(careless).build()).run();
        node.start("first", Plan.STUCK);
        Eventually.holds("its answer waits", () -> kept("first", "WAITING") == 1);
        node.answer("second", new Answered());
        Eventually.holds("this one is early", () -> kept("second", "EARLY") == 1);

        node.sagas().start(careless, "second", new Waiting("second"));
        Eventually.holds("it waits for a person", () -> isSuspended("careless", "second"));

        Eventually.passes("the first one ends", () -> audit.requireSound("first"));
        assertThat(attempts).hasValue(2);
        assertThat(kept("second", "WAITING")).isEqualTo(1);
        Eventually.holds("it has said so", () -> audit.times("second", "told") == 1);
    }

    @Test
    void SG_1_SG_7_an_answer_from_which_too_long_a_message_follows_suspends_its_saga_and_holds_up_nobody() {
        Saga<Waiting> wordy = asking("wordy", () -> {})
                .command("tell", "Nobody", waiting -> new Reserved("x".repeat(TOO_LONG)))
                .answeredBy(Released.class)
                .noUndoNeeded("nobody hears it")
                .whenStuck("Book", (waiting, reason) -> new Told())
                .build();
        BookNode node =
                given.closing(BookNode.of(database).knowing(wordy).build()).run();
        node.sagas().start(wordy, "a", new Waiting("a"));

        node.answer("a", new Answered());
        Eventually.holds("it waits for a person", () -> isSuspended("wordy", "a"));

        assertThat(Objects.requireNonNull(
                                find("wordy", "a").orElseThrow().course().suspension())
                        .reason())
                .contains("Reserved", "characters of JSON");
        assertThat(kept("a", "WAITING")).isEqualTo(1);
        Eventually.holds("it has said so", () -> audit.times("a", "told") == 1);
        assertThat(given.value("SELECT count(*) FROM millrace.dead_letters")).isEqualTo("0");
    }

    private static SagaSteps<Waiting> asking(String name, Runnable answered) {
        return Saga.named(name, Waiting.class)
                .deadline(Duration.ofHours(1))
                .command("ask", "Nobody", waiting -> new Ask())
                .answeredBy(Answered.class, (waiting, answer) -> {
                    answered.run();
                    return waiting;
                })
                .noUndoNeeded("nobody hears it");
    }

    private void spoilTransaction() {
        try {
            database.joined(Sql.of("SELECT 1 / 0")::update);
        } catch (DatabaseException swallowed) {
            LoggerFactory.getLogger("careless").debug("swallowed", swallowed);
        }
    }

    private void resumeFirst() {
        try (BookNode operators = BookNode.of(database).build()) {
            operators.world().mend("first");
            operators.sagas().desk().retry(audit.find("first").id(), SOMEBODY);
        }
    }

    private int kept(String key, String why) {
        return audit.count(
                "SELECT count(*) FROM millrace.saga_messages WHERE key = '%s' AND keeping = '%s'".formatted(key, why));
    }

    private Optional<SagaInstance> find(String saga, String key) {
        return store.find(saga, key);
    }

    private boolean isSuspended(String saga, String key) {
        return find(saga, key)
                .filter(found -> found.status() == SagaStatus.SUSPENDED)
                .isPresent();
    }
}
