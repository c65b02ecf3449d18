package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.store.RecordedEvent;
import io.millrace.testkit.Eventually;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettledChaosTest {

    private static final int WRITERS = 12;
    private static final int EVENTS = 5_000;
    private static final long SEED = 20_260_101;

    private TestDatabase database;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.migrated();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void ES_4_no_event_is_skipped_doubled_or_out_of_order_where_a_naive_reader_misses_some() throws Exception {
        pauseBetweenDrawingAPositionAndInserting();
        try (OpenAppend foreign = aForeignTransaction();
                Follower<RecordedEvent> one =
                        new Follower<>(database.eventStore().log(), 5_000);
                Follower<RecordedEvent> two =
                        new Follower<>(database.eventStore().log(), 7);
                PostgresEventStore shared = database.eventStore();
                Follower<RecordedEvent> three = new Follower<>(shared.log(), 100);
                Follower<RecordedEvent> four = new Follower<>(shared.log(), 1);
                NaiveFollower naive = new NaiveFollower(database.database())) {

            int acknowledged = letWritersRun();

            List<Long> committed = committed();
            long last = committed.getLast();
            assertThat(committed).hasSize(acknowledged);
            for (Follower<RecordedEvent> follower : List.of(one, two, three, four)) {
                assertThat(follower.awaitThrough(last)).isEqualTo(committed);
            }
            assertThat(naive.awaitThrough(last)).hasSizeLessThan(committed.size());
            assertThat(foreign.backendPid()).isPositive();
        }
    }

    /** Before-row triggers run once the position is drawn; the statement under test stays as it is. */
    private void pauseBetweenDrawingAPositionAndInserting() {
        database.execute("""
                CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_sleep(random() * 0.003); RETURN NEW; END';
                CREATE TRIGGER pause BEFORE INSERT ON millrace.events FOR EACH ROW EXECUTE FUNCTION pause();
                CREATE TABLE elsewhere (id bigint);
                """);
    }

    private OpenAppend aForeignTransaction() throws Exception {
        return OpenAppend.begin(database.dataSource()).execute("INSERT INTO elsewhere VALUES (1)");
    }

    private int letWritersRun() {
        List<Database> isolations = List.of(
                database.database(Connection.TRANSACTION_READ_COMMITTED),
                database.database(Connection.TRANSACTION_REPEATABLE_READ),
                database.database(Connection.TRANSACTION_SERIALIZABLE));
        List<ChaosWriter> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new ChaosWriter(isolations, SEED + i));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            writers.forEach(threads::submit);
            Eventually.holds("enough appends", Duration.ofSeconds(90), () -> acknowledged(writers) >= EVENTS);
            writers.forEach(ChaosWriter::end);
        }
        return acknowledged(writers);
    }

    private static int acknowledged(List<ChaosWriter> writers) {
        return writers.stream().mapToInt(ChaosWriter::acknowledged).sum();
    }

    private List<Long> committed() {
        return database.database().apart(connection -> Sql.of("SELECT position FROM millrace.events ORDER BY position")
                .all(connection, row -> row.getLong(1)));
    }
}
