package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.aggregate.Snapshot;
import io.millrace.consumer.ConsumerFences.Fence;
import io.millrace.event.EventIds;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.StepFence;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

    private TestDatabase owner;
    private HikariDataSource pool;
    private Database application;

    @BeforeEach
    void createRole() {
        owner = TestDatabase.migrated();
        String name = owner.value("SELECT current_database()");
        String role = "app " + name;
        pool = poolOf(role);
        owner.execute(new Migrations(Schema.defaults()).grants(role));
        application = Database.of(pool);
    }

    private HikariDataSource poolOf(String newRole) {
        owner.execute("CREATE ROLE \"" + newRole + "\" LOGIN");
        return TestDatabase.pool(owner.url().replace("user=postgres", "user=" + newRole.replace(" ", "%20")));
    }

    @AfterEach
    void closeDatabase() {
        pool.close();
        owner.close();
    }

    @Test
    void with_the_grants_alone_an_application_starts_appends_relays_and_consumes() throws Exception {
        new Migrations(Schema.defaults()).run(pool);
        try (PostgresEventStore store = new PostgresEventStore(application, TestEvents.CODEC);
                PostgresOutbox outbox = new PostgresOutbox(application, TestEvents.MESSAGES)) {
            StreamId stream = TestEvents.aStream();
            store.append(stream, ExpectedVersion.none(), TestEvents.events(2));
            new PostgresSnapshots(application).keep(stream, new Snapshot(2, 1, "{}"));
            application
                    .transactions()
                    .run(() -> outbox.add(new OutgoingEvent("Order", "1", new TestEvents.Counted(1))));

            assertThat(store.log().await(1, Duration.ofSeconds(20))).isTrue();
            assertThat(outbox.log().await(0, Duration.ofSeconds(20))).isTrue();
            relay();
            consume();
            reclaim();
            runSagas();
        }
        assertThat(owner.value("SELECT status FROM millrace.outbox_events")).isEqualTo("PROCESSED");
    }

    @Test
    void with_a_reader_s_grants_another_application_reads_the_outbox_and_writes_nothing() throws Exception {
        String role = "reader " + owner.value("SELECT current_database()");
        try (HikariDataSource readers = poolOf(role);
                PostgresOutbox written = new PostgresOutbox(application, TestEvents.MESSAGES);
                PostgresOutbox read = new PostgresOutbox(Database.of(readers), TestEvents.MESSAGES)) {
            owner.execute(new Migrations(Schema.defaults()).readerGrants(role));
            OutgoingEvent event = new OutgoingEvent("Order", "1", new TestEvents.Counted(1));
            application.transactions().run(() -> written.add(event));

            assertThat(read.log().await(0, Duration.ofSeconds(20))).isTrue();
            assertThat(read.log().read(0, 10).records()).hasSize(1);
            assertThat(read.log().oldest()).isZero();
            read.log().admit("consumer:theirs", 0);
            assertThatThrownBy(() -> insertAs(readers))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("outbox");
        }
    }

    private static void insertAs(HikariDataSource role) throws SQLException {
        try (Connection connection = role.getConnection();
                Statement insert = connection.createStatement()) {
            insert.execute("INSERT INTO millrace.outbox DEFAULT VALUES");
        }
    }

    private void relay() {
        PostgresCheckpoints checkpoints = new PostgresCheckpoints(application);
        AllLanes relay = AllLanes.of(checkpoints, PostgresOutbox.SUBSCRIPTION);
        relay.advance(1);
        checkpoints.release(relay.lease(), Set.of(0));
        checkpoints.leave(relay.lease());
    }

    private void consume() {
        PostgresConsumerFences fences = new PostgresConsumerFences(application);
        Fence fence = fences.raise("mails", "orders", 0);
        application.transactions().run(() -> {
            fences.hold(fence, Duration.ofSeconds(10));
            PostgresInbox inbox = new PostgresInbox(application);
            assertThat(inbox.once("mails", EventIds.next(), () -> {})).isTrue();
            assertThat(inbox.once("mails", "order-1:CONFIRMATION", () -> {})).isTrue();
            new PostgresDeadLetters(application).park(DeadLetterExamples.parked("consumer:mails", "orders-0@1"));
        });
    }

    private void runSagas() {
        Saga<SagaExamples.Note> saga = SagaExamples.saga("checkout");
        SagaSimulation<SagaExamples.Note> order = SagaExamples.begun(saga, "order-1");
        PostgresSagaStore store = new PostgresSagaStore(application);
        store.register(saga);
        application.transactions().run(() -> {
            store.insert(order.journal().getFirst());
            store.due(SagaExamples.versions(saga), 10, Duration.ofSeconds(10));
            store.lease(Set.of(order.instance().id()), "node-1", Duration.ofSeconds(10));
            store.save(SagaExamples.completed(order));
            store.keep(List.of(SagaExamples.message("checkout", "order-1")));
            assertThat(store.applicable(SagaExamples.readable(saga), 10)).hasSize(1);
            assertThat(new PostgresStepFence(application).act("order-1")).isEqualTo(StepFence.Entry.FIRST);
            assertThat(new PostgresStepFence(application).undo("order-1")).isTrue();
        });
        assertThat(store.history(order.instance().id())).hasSize(2);
        assertThat(store.forget(Duration.ofDays(-1), 10)).isEqualTo(1);
    }

    private void reclaim() {
        Partitions partitions = new Partitions(application);
        owner.execute("SELECT setval('millrace.outbox_position_seq', 2000000)");
        assertThat(partitions.prepare(1_000_000)).isTrue();
        owner.execute("INSERT INTO millrace.step_fences VALUES ('old', 'APPLIED', now() - interval '1 year')");
        Duration week = Duration.ofDays(7);
        assertThat(partitions.reclaim(new Retention.Settings(Duration.ZERO, week, week, 1_000_000, week)))
                .isTrue();
        assertThat(owner.value("SELECT count(*) FROM millrace.step_fences")).isEqualTo("0");
        assertThat(partitions.segments().count()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE millrace.events SET payload = '{}'",
                "DELETE FROM millrace.events",
                "TRUNCATE millrace.events",
                "UPDATE millrace.outbox SET payload = '{}'",
                "DELETE FROM millrace.outbox",
                "TRUNCATE millrace.outbox",
                "ALTER TABLE millrace.events ADD COLUMN more text",
                "CREATE TABLE millrace.more (id bigint)",
                "DROP TABLE millrace.events",
                "DROP TABLE millrace.outbox_0",
                "DELETE FROM millrace.processed_events",
                "DELETE FROM millrace.processed_keys",
                "DELETE FROM millrace.log_readers",
                "UPDATE millrace.saga_journal SET what = 'DONE'",
                "DELETE FROM millrace.saga_definitions",
                "DELETE FROM millrace.step_fences",
                "DELETE FROM millrace.outbox_segments",
                "SELECT millrace.add_inbox_day(DATE '2000-01-01')",
                "SELECT millrace.take_outbox_rest(1, 1)"
            })
    void ES_6_an_application_changes_neither_events_nor_messages_nor_tables(String statement) throws Exception {
        try (Connection connection = pool.getConnection();
                Statement attempt = connection.createStatement()) {

            assertThatThrownBy(() -> attempt.execute(statement))
                    .isInstanceOfSatisfying(SQLException.class, refusal -> assertThat(refusal.getSQLState())
                            .isEqualTo("42501"));
        }
    }
}
