package io.millrace.postgres;

import static io.millrace.postgres.TestEvents.aStream;
import static io.millrace.postgres.TestEvents.counted;
import static io.millrace.postgres.TestEvents.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.testkit.Eventually;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SettledLogTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private TestDatabase database;
    private PostgresEventStore store;

    @BeforeEach
    void openStore() {
        database = TestDatabase.migrated();
        store = database.eventStore();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void ES_4_a_foreign_transaction_that_stays_open_holds_nothing_back() throws Exception {
        new Migrations(new Schema("other")).run(database.dataSource());
        database.execute("CREATE TABLE orders (id bigint)");
        try (OpenAppend foreign = OpenAppend.begin(database.dataSource())) {
            foreign.execute("INSERT INTO orders VALUES (1)");
            foreign.execute("SELECT * FROM millrace.events");
            foreign.execute("INSERT INTO other.events (stream_type, stream_id, version, event_id, event_type,"
                    + " event_version, occurred_at, payload)"
                    + " VALUES ('Other', '1', 1, gen_random_uuid(), 'Counted', 1, now(), '{}')");

            store.append(aStream(), ExpectedVersion.none(), events(1));

            assertThat(store.log().await(0, LONG)).isTrue();
            assertThat(store.log().heldBackBy()).isEmpty();
        }
    }

    @Test
    void ES_4_an_open_append_holds_back_what_comes_after_it_in_its_own_log_and_no_longer_than_itself()
            throws Exception {
        store.append(aStream(), ExpectedVersion.none(), events(1));
        assertThat(store.log().await(0, LONG)).isTrue();
        try (OpenAppend open = OpenAppend.of(database.dataSource())) {
            store.append(aStream(), ExpectedVersion.none(), events(1));
            PostgresOutbox outbox = anOutboxWithOneMessage();

            assertThat(store.log().await(1, SHORT)).isFalse();
            assertThat(outbox.log().await(0, LONG)).isTrue();
            assertThat(store.log().heldBackBy()).hasValueSatisfying(holdback -> {
                assertThat(holdback.after()).isEqualTo(1);
                assertThat(holdback.since()).isNotNull();
            });
            assertThat(store.log().heldBackBy().orElseThrow().backendPid()).isEqualTo(open.backendPid());

            open.commit();

            assertThat(store.log().await(2, LONG)).isTrue();
            assertThat(positions(store.log())).containsExactly(1L, 2L, 3L);
        }
    }

    private PostgresOutbox anOutboxWithOneMessage() {
        Database plain = database.database();
        PostgresOutbox outbox = database.closing(new PostgresOutbox(plain, TestEvents.MESSAGES));
        plain.transactions().run(() -> outbox.add(new OutgoingEvent("Order", "1", new TestEvents.Counted(1))));
        return outbox;
    }

    @Test
    void ES_4_an_append_that_commits_while_nobody_else_appends_is_delivered() throws Exception {
        try (OpenAppend open = OpenAppend.of(database.dataSource())) {
            assertThat(store.log().await(0, SHORT)).isFalse();

            open.commit();

            assertThat(store.log().await(0, LONG)).isTrue();
        }
    }

    @Test
    void ES_4_a_rolled_back_number_is_passed_with_the_next_record() throws Exception {
        try (OpenAppend open = OpenAppend.of(database.dataSource())) {
            store.append(aStream(), ExpectedVersion.none(), events(1));
            open.rollback();

            assertThat(store.log().await(1, LONG)).isTrue();
            assertThat(positions(store.log())).containsExactly(2L);
        }
    }

    @Test
    void ES_4_a_prepared_transaction_holds_back_until_it_is_committed() throws Exception {
        try (OpenAppend open = OpenAppend.of(database.dataSource())) {
            assertThat(store.log().await(0, SHORT)).isFalse();
            String name = "p" + System.nanoTime();
            open.execute("PREPARE TRANSACTION '" + name + "'");
            store.append(aStream(), ExpectedVersion.none(), events(1));

            assertThat(store.log().await(0, SHORT)).isFalse();
            assertThat(store.log().heldBackBy()).map(Holdback::backendPid).contains(0);
            database.execute("COMMIT PREPARED '" + name + "'");

            assertThat(store.log().await(1, LONG)).isTrue();
            assertThat(positions(store.log())).containsExactly(1L, 2L);
        }
    }

    @Test
    void ES_4_appends_around_a_rolled_back_savepoint_are_delivered() throws Exception {
        Database plain = database.database();
        PostgresEventStore joining = database.closing(new PostgresEventStore(plain, TestEvents.CODEC));
        StreamId stream = aStream();

        plain.transactions()
                .run(() -> plain.joined(connection -> {
                    Savepoint before = connection.setSavepoint();
                    joining.append(stream, ExpectedVersion.none(), events(1));
                    connection.rollback(before);
                    joining.append(stream, ExpectedVersion.none(), events(1));
                    Savepoint between = connection.setSavepoint();
                    joining.append(stream, ExpectedVersion.of(1), events(1));
                    connection.rollback(between);
                    store.append(aStream(), ExpectedVersion.none(), events(1));
                    return joining.append(stream, ExpectedVersion.of(1), events(1));
                }));

        assertThat(store.log().await(4, LONG)).isTrue();
        assertThat(positions(store.log())).containsExactly(2L, 4L, 5L);
        assertThat(store.load(stream, 0)).extracting(RecordedEvent::version).containsExactly(1L, 2L);
    }

    @Test
    @Tag("newest-postgres-only")
    void ES_4_a_hundred_thousand_appends_in_one_transaction_are_delivered() throws Exception {
        Database plain = database.database();
        PostgresEventStore joining = database.closing(new PostgresEventStore(plain, TestEvents.CODEC));
        StreamId stream = aStream();

        plain.transactions().run(() -> {
            for (int version = 0; version < 100_000; version++) {
                joining.append(stream, ExpectedVersion.of(version), List.of(counted(version)));
            }
        });

        try (Follower<RecordedEvent> follower = new Follower<>(joining.log(), 5_000)) {
            assertThat(follower.awaitThrough(100_000))
                    .hasSize(100_000)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_page_of_large_records_has_fewer_of_them_and_none_is_left_out() throws Exception {
        database.execute("INSERT INTO millrace.events (stream_type, stream_id, version, event_id, event_type,"
                + " event_version, occurred_at, payload)"
                + " SELECT 'Large', '1', n, gen_random_uuid(), 'Counted', 1, now(), repeat('x', 1048576)"
                + " FROM generate_series(1, 20) AS n");
        assertThat(store.log().await(0, LONG)).isTrue();

        Page<RecordedEvent> first = store.log().read(0, 1_000);
        Page<RecordedEvent> second = store.log().read(first.through(), 1_000);
        Page<RecordedEvent> third = store.log().read(second.through(), 1_000);

        assertThat(first.records()).hasSize(8);
        assertThat(second.records()).hasSize(8);
        assertThat(third.records()).hasSize(4);
    }

    @Test
    void after_a_lost_connection_the_log_goes_on() throws Exception {
        store.append(aStream(), ExpectedVersion.none(), events(1));
        assertThat(store.log().await(0, LONG)).isTrue();

        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Eventually.passes(
                "an append on a new connection", () -> store.append(aStream(), ExpectedVersion.none(), events(1)));

        assertThat(store.log().await(1, LONG)).isTrue();
        assertThat(positions(store.log())).hasSize(2);
    }

    private static List<Long> positions(Log<RecordedEvent> log) {
        return log.read(0, 1_000).records().stream()
                .map(RecordedEvent::position)
                .toList();
    }
}
