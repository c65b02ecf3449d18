package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.Operator;
import io.millrace.postgres.BookSaga.Plan;
import io.millrace.postgres.BookSaga.Told;
import io.millrace.postgres.BookSaga.Unregistered;
import io.millrace.postgres.WaitingSaga.Answered;
import io.millrace.postgres.WaitingSaga.Ask;
import io.millrace.postgres.WaitingSaga.Waiting;
import io.millrace.saga.Direction;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaRunner;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore;
import io.millrace.saga.StepStatus;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.contract.OpenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Sagas that are broken in one way or another, among others that are well. */
@Tag("newest-postgres-only")
class SagaIsolationTest {

    private static final Operator SOMEBODY = new Operator("Kim", "a test");
    private static final int MANY = 300;

    /** No call is taken for lost because the machine is busy. */
    private static final SagaRunner.Settings WITH_A_LONG_LEASE = new SagaRunner.Settings(
            2, 20, 64, Duration.ofSeconds(30), Duration.ofMillis(20), BookNode.LONG, BookNode.LONG);

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

    @Test
    void SG_1_SG_7_bad_instances_delay_no_other() {
        BookNode node = given.closing(BookNode.of(database).build());
        List<String> good = IntStream.range(0, MANY).mapToObj(i -> "good-" + i).toList();
        node.start("throws", Plan.POISON);
        node.start("unsendable", Plan.UNSENDABLE);
        node.start("hangs", Plan.HANGING);
        good.forEach(book -> node.start(book, Plan.WELL));

        node.run(WITH_A_LONG_LEASE);

        Eventually.holds(
                "the good ones have ended",
                Duration.ofMinutes(2),
                () -> audit.count(
                                "SELECT count(*) FROM millrace.sagas WHERE key LIKE 'good-%' AND ended_at IS NOT NULL")
                        == MANY);
        Eventually.holds(
                "the bad ones wait for a person",
                () -> audit.status("throws") == SagaStatus.SUSPENDED
                        && audit.status("unsendable") == SagaStatus.SUSPENDED);
        assertThat(audit.suspension("throws")).contains("the note is too long");
        assertThat(audit.suspension("unsendable")).contains("Unregistered");
        assertThat(audit.status("hangs")).isEqualTo(SagaStatus.RUNNING);
        assertThat(good.subList(0, 20)).allSatisfy(audit::requireSound);
        node.world().mend("hangs");
        Eventually.passes("what hung goes on", () -> audit.requireSound("hangs"));
    }

    @Test
    void SG_7_calls_that_hang_hold_up_other_calls_only() {
        BookNode node = given.closing(BookNode.of(database).build())
                .run(new SagaRunner.Settings(
                        2, 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20), BookNode.LONG, BookNode.LONG));
        node.start("hangs-1", Plan.HANGING);
        node.start("hangs-2", Plan.HANGING);
        Eventually.holds("both places are taken", () -> audit.charged("hangs-1") + audit.charged("hangs-2") == 2);

        node.start("calls", Plan.WELL);
        node.start("does-not", Plan.SOLD_OUT);
        Eventually.holds("it ends", () -> audit.status("does-not").ended());

        assertThat(audit.find("calls").run("charge", Direction.FORWARD)).isEmpty();
        node.world().mend("hangs-1");
        Eventually.passes("a place is free", () -> audit.requireSound("calls"));
        node.world().mend("hangs-2");
        Eventually.passes("both go on", () -> audit.requireSound("hangs-2"));
    }

    @Test
    void calls_that_wait_for_a_place_are_late_and_looked_at_less_and_less_often() {
        BookNode node = given.closing(BookNode.of(database).build())
                .run(new SagaRunner.Settings(
                        2, 20, 1, Duration.ofSeconds(30), Duration.ofMillis(20), BookNode.LONG, BookNode.LONG));
        SagaStore store = new PostgresSagaStore(database);
        node.start("hangs", Plan.HANGING);
        Eventually.holds("the place is taken", () -> audit.charged("hangs") == 1);

        node.start("waits", Plan.WELL);
        Eventually.holds("it is late", () -> store.standing().late().compareTo(Duration.ofSeconds(2)) > 0);
        Eventually.holds("the next look is far off", () -> {
            Instant next = audit.find("waits").times().wakeAt();
            return next != null && next.isAfter(store.now().plusMillis(100));
        });
        node.world().mend("hangs");

        Eventually.passes("both go on", () -> {
            audit.requireSound("waits");
            audit.requireSound("hangs");
        });
        assertThat(store.standing().late()).isZero();
    }

    @Test
    void SG_1_SG_7_a_call_that_never_returns_is_given_up_and_its_place_is_free() {
        CountDownLatch never = new CountDownLatch(1);
        Saga<Waiting> deaf = Saga.named("deaf", Waiting.class)
                .call("ask", (waiting, attempt) -> attempt.number() == 1 ? awaitWithoutAnEnd(never) : "answered")
                .within(Duration.ofMillis(300))
                .noUndoNeeded("nobody hears it")
                .build();
        BookNode node = given.closing(BookNode.of(database).knowing(deaf).build())
                .run(new SagaRunner.Settings(
                        2, 20, 1, Duration.ofSeconds(30), Duration.ofMillis(20), BookNode.LONG, BookNode.LONG));
        node.sagas().start(deaf, "a", new Waiting("a"));
        node.start("calls", Plan.WELL);

        Eventually.holds("it is called again", () -> find("deaf").status() == SagaStatus.COMPLETED);
        Eventually.passes("so is another", () -> audit.requireSound("calls"));

        assertThat(new PostgresSagaStore(database).history(find("deaf").id()))
                .extracting(JournalEntry::what)
                .startsWith(Kind.STARTED, Kind.CALLED, Kind.LOST, Kind.CALLED, Kind.DONE);
        assertThat(never.getCount()).isOne();
        never.countDown();
    }

    /** As a library does that takes no notice of interruptions. */
    private static String awaitWithoutAnEnd(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return "late";
            } catch (InterruptedException deaf) {
                LoggerFactory.getLogger(SagaIsolationTest.class).debug("a call ignores its interruption", deaf);
            }
        }
    }

    @Test
    void a_saga_that_is_there_is_started_again_without_waiting_for_who_moves_it() {
        BookNode node = given.closing(BookNode.of(database).build());
        UUID there = node.start("moved", Plan.WELL);
        SagaStore store = new PostgresSagaStore(database);
        List<UUID> again = Collections.synchronizedList(new ArrayList<>());

        try (OpenTransaction moving = OpenTransaction.after(
                        database.transactions(), () -> store.lock(BookSaga.NAME, List.of("moved")));
                OpenTransaction starting = OpenTransaction.begin(
                        database.transactions(), () -> again.add(node.start("moved", Plan.WELL)))) {
            starting.awaitWork();
            starting.commit();
            moving.commit();
        }

        assertThat(again).containsExactly(there);
    }

    @Test
    void SG_7_an_undo_that_throws_at_the_deadline_suspends_its_saga_only() {
        Saga<Waiting> late = Saga.named("late", Waiting.class)
                .deadline(Duration.ofMillis(300))
                .local("note", waiting -> {})
                .undo(waiting -> {
                    throw new IllegalStateException("what is written stays");
                })
                .retry(Retry.defaults().forAtMost(Duration.ofMillis(500)))
                .command("ask", "Nobody", waiting -> new Ask())
                .answeredBy(Answered.class)
                .noUndoNeeded("nobody hears it")
                .build();
        BookNode node =
                given.closing(BookNode.of(database).knowing(late).build()).run();
        node.sagas().start(late, "a", new Waiting("a"));
        Eventually.holds("it is undone", () -> find("late").status() != SagaStatus.RUNNING);
        node.start("good", Plan.WELL);

        Eventually.passes("the other one ends", () -> audit.requireSound("good"));
        Eventually.holds("it waits for a person", () -> find("late").status() == SagaStatus.SUSPENDED);

        assertThat(find("late").steps()).anyMatch(run -> run.status() == StepStatus.FAILED);
    }

    @Test
    void SG_7_a_local_step_that_spoils_its_transaction_suspends_its_saga_only() {
        Saga<Waiting> careless = Saga.named("careless", Waiting.class)
                .local("note", waiting -> {
                    try {
                        database.joined(Sql.of("SELECT 1 / 0")::update);
                    } catch (DatabaseException swallowed) {
                        LoggerFactory.getLogger("careless").debug("swallowed", swallowed);
                    }
                })
                .build();
        BookNode node =
                given.closing(BookNode.of(database).knowing(careless).build()).run();
        node.sagas().start(careless, "a", new Waiting("a"));
        node.start("good", Plan.WELL);

        Eventually.passes("the other one ends", () -> audit.requireSound("good"));
        Eventually.holds("it waits for a person", () -> find("careless").status() == SagaStatus.SUSPENDED);
    }

    @Test
    void SG_1_a_saga_that_cannot_even_say_that_it_is_stuck_is_suspended() {
        Saga<Waiting> mute = Saga.named("mute", Waiting.class)
                .local("note", waiting -> {
                    throw new IllegalStateException("no ink");
                })
                .retry(Retry.defaults().forAtMost(Duration.ZERO))
                .whenStuck("Book", (waiting, reason) -> new Unregistered())
                .build();
        BookNode node =
                given.closing(BookNode.of(database).knowing(mute).build()).run();
        node.sagas().start(mute, "a", new Waiting("a"));
        node.start("good", Plan.WELL);

        Eventually.passes("the other one ends", () -> audit.requireSound("good"));
        Eventually.holds("it waits for a person", () -> find("mute").status() == SagaStatus.SUSPENDED);
    }

    @Test
    void SG_1_a_saga_whose_call_fails_is_suspended_though_it_cannot_say_so() {
        Saga<Waiting> mute = Saga.named("mute", Waiting.class)
                .call("ask", (waiting, attempt) -> {
                    throw new IllegalStateException("no ink");
                })
                .retry(Retry.defaults().forAtMost(Duration.ZERO))
                .noUndoNeeded("nobody hears it")
                .whenStuck("Book", (waiting, reason) -> new Unregistered())
                .build();
        BookNode node =
                given.closing(BookNode.of(database).knowing(mute).build()).run(WITH_A_LONG_LEASE);

        node.sagas().start(mute, "a", new Waiting("a"));

        Eventually.holds("it waits for a person", () -> find("mute").status() == SagaStatus.SUSPENDED);
    }

    @Test
    void SG_1_SG_7_an_answer_whose_consequence_cannot_be_sent_suspends_its_saga_and_blocks_nobody() {
        Saga<Waiting> chain = Saga.named("chain", Waiting.class)
                .deadline(Duration.ofHours(1))
                .command("ask", "Nobody", waiting -> new Ask())
                .answeredBy(Answered.class)
                .noUndoNeeded("nobody hears it")
                .command("tell", "Nobody", waiting -> new Unregistered())
                .answeredBy(Told.class)
                .noUndoNeeded("nobody hears it")
                .whenStuck("Book", (waiting, reason) -> new Unregistered())
                .build();
        BookNode node =
                given.closing(BookNode.of(database).knowing(chain).build()).run();
        node.sagas().start(chain, "a", new Waiting("a"));
        node.answer("a", new Answered());

        Eventually.holds("it waits for a person", () -> find("chain").status() == SagaStatus.SUSPENDED);
        node.sagas().desk().retry(find("chain").id(), SOMEBODY);
        Eventually.holds("its answer is given again", () -> find("chain").revision() >= 4);

        assertThat(find("chain").status()).isEqualTo(SagaStatus.SUSPENDED);
        assertThat(given.value("SELECT count(*) FROM millrace.dead_letters")).isEqualTo("0");
    }

    private SagaInstance find(String saga) {
        return new PostgresSagaStore(database).find(saga, "a").orElseThrow();
    }
}
