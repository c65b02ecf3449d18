package io.millrace.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.WaitingSaga.Answered;
import io.millrace.postgres.WaitingSaga.Ask;
import io.millrace.postgres.WaitingSaga.Waiting;
import io.millrace.saga.Direction;
import io.millrace.saga.LocalAction;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sagas that share a transaction in which a local step takes long. */
@Tag("newest-postgres-only")
class SagaBatchTimesTest {

    private static final Duration ANSWER_WITHIN = Duration.ofMillis(1_500);

    /** The time that a runner goes by is behind that of the database: by how long that took to tell it. */
    private static final Duration BEHIND = Duration.ofSeconds(1);

    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(2);
    private static final SagaRunner.Settings ONE_WORKER = new SagaRunner.Settings(
            1, 20, 4, Duration.ofSeconds(30), Duration.ofMillis(20), BookNode.LONG, BookNode.LONG);

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final SagaStore store = new PostgresSagaStore(database);
    private final Map<String, Instant> happened = new ConcurrentHashMap<>();

    @BeforeEach
    void makeTables() {
        BookWorld.makeTables(given);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private final Saga<Waiting> quick = commanding("quick", waiting -> {});
    private final Saga<Waiting> slow = commanding("slow", waiting -> {
        database.joined(connection -> Sql.of("SELECT pg_sleep(2)::text").one(connection, row -> row.getString(1)));
        happened.put("worked", store.now());
    });
    private final Saga<Waiting> calling = Saga.named("calling", Waiting.class)
            .call("pay", (waiting, attempt) -> {
                happened.put("called", store.now());
                throw new IllegalStateException("no answer");
            })
            .settlesWithin(SETTLES_WITHIN)
            .retry(Retry.defaults().forAtMost(Duration.ZERO))
            .undo((waiting, attempt) -> happened.put("undone", store.now()))
            .pivot("confirm", waiting -> {})
            .build();

    private static Saga<Waiting> commanding(String name, LocalAction<Waiting> action) {
        return Saga.named(name, Waiting.class)
                .pivot("work", action)
                .command("ask", "Nobody", waiting -> new Ask())
                .answeredBy(Answered.class)
                .answerWithin(ANSWER_WITHIN)
                .build();
    }

    @Test
    void SG_6_the_wait_for_an_answer_begins_after_the_local_steps_that_the_command_leaves_with() {
        BookNode node =
                given.closing(BookNode.of(database).knowing(quick).knowing(slow).build());
        startTogether(node, List.of(quick, slow));

        node.runSagas(ONE_WORKER);
        Eventually.holds("both wait for a person", () -> isSuspended("quick") && isSuspended("slow"));

        Instant worked = happened("worked").minus(BEHIND);
        assertThat(List.of(find("quick"), find("slow"))).allSatisfy(saga -> {
            assertThat(saga.run("ask", Direction.FORWARD).orElseThrow().triedAt())
                    .isAfterOrEqualTo(worked);
            assertThat(saga.times().updatedAt()).isAfterOrEqualTo(worked.plus(ANSWER_WITHIN));
        });
    }

    @Test
    void SG_2_a_call_in_doubt_is_undone_after_it_has_settled_however_long_its_transaction_took() {
        BookNode node = given.closing(
                BookNode.of(database).knowing(calling).knowing(slow).build());
        startTogether(node, List.of(calling, slow));

        node.runSagas(ONE_WORKER);
        Eventually.holds("the call has failed", () -> isSuspended("calling"));
        node.sagas().cancel("calling", "a", new Operator("Kim", "a test"));
        Eventually.holds("it is undone", () -> find("calling").status() == SagaStatus.COMPENSATED);

        Instant worked = happened("worked");
        assertThat(happened("called")).isAfterOrEqualTo(worked);
        assertThat(find("calling").run("pay", Direction.FORWARD).orElseThrow().triedAt())
                .isAfterOrEqualTo(worked);
        assertThat(happened("undone")).isAfterOrEqualTo(worked.plus(SETTLES_WITHIN));
    }

    /** The first of them is due first. */
    private void startTogether(BookNode node, List<Saga<Waiting>> sagas) {
        database.transactions().run(() -> sagas.forEach(saga -> node.sagas().start(saga, "a", new Waiting("a"))));
    }

    private Instant happened(String what) {
        return requireNonNull(happened.get(what), what);
    }

    private boolean isSuspended(String saga) {
        return find(saga).status() == SagaStatus.SUSPENDED;
    }

    private SagaInstance find(String saga) {
        return store.find(saga, "a").orElseThrow();
    }
}
