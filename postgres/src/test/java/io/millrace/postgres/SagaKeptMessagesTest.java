package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.BookSaga.Released;
import io.millrace.postgres.BookSaga.Reserved;
import io.millrace.postgres.WaitingSaga.Answered;
import io.millrace.postgres.WaitingSaga.Ask;
import io.millrace.postgres.WaitingSaga.Waiting;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        Saga<Waiting> wordy = wordy(() -> {
            if (attempts.incrementAndGet() == 2) {
                CompletableFuture.runAsync(this::resumeFirst).join();
            }
        });
        BookNode node =
                given.closing(BookNode.of(database).knowing(wordy).build()).run();
        node.start("first", Plan.STUCK);
        Eventually.holds("its answer waits", () -> kept("first", "WAITING") == 1);
        node.answer("second", new Answered());
        Eventually.holds("this one is early", () -> kept("second", "EARLY") == 1);

        node.sagas().start(wordy, "second", new Waiting("second"));
        Eventually.holds("it waits for a person", () -> status("second") == SagaStatus.SUSPENDED);

        Eventually.passes("the first one ends", () -> audit.requireSound("first"));
        assertThat(attempts).hasValue(2);
        assertThat(kept("second", "WAITING")).isEqualTo(1);
    }

    /** Its second message is longer than any may be, which shows when it is stored. */
    private static Saga<Waiting> wordy(Runnable answered) {
        return Saga.named("wordy", Waiting.class)
                .deadline(Duration.ofHours(1))
                .command("ask", "Nobody", waiting -> new Ask())
                .answeredBy(Answered.class, (waiting, answer) -> {
                    answered.run();
                    return waiting;
                })
                .noUndoNeeded("nobody hears it")
                .command("tell", "Nobody", waiting -> new Reserved("x".repeat(TOO_LONG)))
                .answeredBy(Released.class)
                .noUndoNeeded("nobody hears it")
                .build();
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

    private SagaStatus status(String key) {
        return store.find("wordy", key).map(SagaInstance::status).orElse(SagaStatus.RUNNING);
    }
}
