package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.Received;
import io.millrace.log.Subscription;
import io.millrace.projection.Projection;
import io.millrace.projection.ProjectionRunner;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.RecordedEvent;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProjectionRunnerTest {

    private static final int EVENTS = 500;
    private static final Subscription.Settings SMALL_PAGES = new Subscription.Settings(
            7, 1, Duration.ofSeconds(10), new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)));

    private TestDatabase database;
    private Database plain;
    private PostgresEventStore store;
    private final AtomicInteger writes = new AtomicInteger();

    @BeforeEach
    void createReadModel() {
        database = TestDatabase.migrated();
        plain = database.database();
        store = database.eventStore();
        database.execute("CREATE TABLE seen (event_id uuid NOT NULL, stream_version bigint NOT NULL)");
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void PR_1_PR_3_a_model_and_its_checkpoint_move_together_through_failures_and_restarts() {
        append(EVENTS / 2);

        runUntilWritten(10);
        append(EVENTS / 2);
        runUntilEnd();

        assertThat(database.value("SELECT count(*) || ' ' || count(DISTINCT event_id) FROM seen"))
                .isEqualTo(EVENTS + " " + EVENTS);
        assertThat(database.value(
                        "SELECT count(*) FROM seen WHERE event_id NOT IN (SELECT event_id FROM millrace.events)"))
                .isEqualTo("0");
    }

    @Test
    void PR_4_a_projection_tells_how_far_it_is_behind_and_why() {
        append(20);
        Projection<List<Received<?>>> broken = Projection.named("broken")
                .folding(ProjectionRunnerTest::batch, rows -> {
                    throw new IllegalStateException("no such column");
                })
                .on(TestEvents.Counted.class, List::add);

        try (ProjectionRunner runner = start(broken)) {
            Eventually.holds("failure is told", () -> runner.status().failure().isPresent());

            assertThat(runner.status().failure()).get().hasToString("java.lang.IllegalStateException: no such column");
            assertThat(runner.status().position()).isZero();
            assertThat(runner.status().backlog()).isEqualTo(store.log().last());
            assertThat(runner.status().oldest()).isPresent();
        }
    }

    private void runUntilWritten(int times) {
        try (ProjectionRunner runner = start(seen())) {
            Eventually.holds(
                    "some pages are written",
                    () -> writes.get() >= times && runner.status().position() > 0);
        }
    }

    private void runUntilEnd() {
        try (ProjectionRunner runner = start(seen())) {
            Eventually.holds("everything is projected", () -> runner.status().backlog() == 0);
        }
    }

    private ProjectionRunner start(Projection<?> projection) {
        Subscription.Source<RecordedEvent> source =
                new Subscription.Source<>(store.log(), new PostgresCheckpoints(plain), plain.transactions());
        return ProjectionRunner.start(projection, TestEvents.TYPES, TestEvents.CODEC, source, SMALL_PAGES);
    }

    private Projection<List<Received<?>>> seen() {
        return Projection.named("seen")
                .folding(ProjectionRunnerTest::batch, this::write)
                .on(TestEvents.Counted.class, List::add);
    }

    private static List<Received<?>> batch() {
        return new ArrayList<>();
    }

    /** Every third time it fails after its writes, as a model does that meets a bad row at the end of a page. */
    private void write(List<Received<?>> rows) {
        for (Received<?> row : rows) {
            plain.transactions().withConnection(connection -> Sql.of(
                            "INSERT INTO seen VALUES (?, ?) RETURNING stream_version",
                            row.metadata().eventId(),
                            row.sequence())
                    .one(connection, inserted -> inserted.getLong(1)));
        }
        if (writes.incrementAndGet() % 3 == 0) {
            throw new IllegalStateException("fails after its writes");
        }
    }

    private void append(int events) {
        for (int i = 0; i < events; i++) {
            store.append(TestEvents.aStream(), ExpectedVersion.none(), List.of(TestEvents.counted(i)));
        }
    }
}
