package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.event.EventIds;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    private final Migrations migrations = new Migrations(Schema.defaults());
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.empty();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void an_empty_database_gets_the_schema_and_a_second_run_changes_nothing() {
        migrations.run(database.dataSource());
        String first = database.value("SELECT string_agg(file || applied_at, ',') FROM millrace.millrace_migrations");

        migrations.run(database.dataSource());

        assertThat(database.value("SELECT string_agg(file || applied_at, ',') FROM millrace.millrace_migrations"))
                .isEqualTo(first)
                .contains("V001__events.sql");
    }

    @Test
    void several_instances_may_start_at_once() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starts.add(() -> {
                new Migrations(Schema.defaults()).run(database.dataSource());
                return true;
            });
        }

        try (ExecutorService instances = Executors.newFixedThreadPool(starts.size())) {
            for (Future<Boolean> start : instances.invokeAll(starts)) {
                assertThat(start.get()).isTrue();
            }
        }

        assertThat(database.value("SELECT count(*) FROM millrace.millrace_migrations"))
                .isEqualTo(String.valueOf(Migration.ALL.size()));
    }

    @Test
    void the_script_does_what_a_start_would_do() {
        database.execute(migrations.script());

        assertThat(database.value("SELECT count(*) FROM millrace.millrace_migrations"))
                .isEqualTo(String.valueOf(Migration.ALL.size()));
        database.execute("CREATE ROLE reader_" + suffix() + " LOGIN");
        database.execute(migrations.grants("reader_" + suffix()));
        try (HikariDataSource reader = as("reader_" + suffix())) {
            migrations.run(reader);
        }
    }

    @Test
    void a_schema_of_another_name_stands_beside_the_first() {
        migrations.run(database.dataSource());

        new Migrations(new Schema("shop")).run(database.dataSource());

        assertThat(database.value("SELECT count(*) FROM pg_tables WHERE tablename = 'events'"))
                .isEqualTo("2");
    }

    @Test
    void every_migration_file_is_listed_under_its_number() throws Exception {
        URI directory = MigrationsTest.class.getResource("migrations").toURI();

        String[] files = new File(directory).list();

        assertThat(files)
                .containsExactlyInAnyOrderElementsOf(
                        Migration.ALL.stream().map(Migration::file).toList());
        assertThat(Migration.ALL).allSatisfy(migration -> assertThat(migration.file())
                .startsWith("V%03d__".formatted(migration.number())));
    }

    @Test
    void CO_1_what_an_older_millrace_has_handled_stays_known() {
        UUID timed = EventIds.next();
        UUID timeless = UUID.randomUUID();
        database.execute(scriptUpTo(7));
        database.execute("INSERT INTO millrace.processed_events (consumer, event_id) VALUES ('mails', '" + timed
                + "'), ('mails', '" + timeless + "')");

        migrations.run(database.dataSource());

        PostgresInbox inbox = new PostgresInbox(database.database());
        assertThat(inbox.once("mails", timed, () -> {})).isFalse();
        assertThat(inbox.once("mails", timeless, () -> {})).isFalse();
        assertThat(inbox.once("others", timed, () -> {})).isTrue();
    }

    @Test
    void RL_1_what_stands_in_the_outbox_of_an_older_millrace_is_still_there_and_positions_go_on() {
        database.execute(scriptUpTo(7));
        database.execute("INSERT INTO millrace.outbox (lane, aggregate_type, aggregate_id, sequence, event_id,"
                + " event_type, event_version, created_at, payload)"
                + " SELECT 1, 'Order', '1', 0, gen_random_uuid(), 'Counted', 1, now(), '{\"number\":1}'"
                + " FROM generate_series(1, 3)");

        migrations.run(database.dataSource());

        Database plain = database.database();
        try (PostgresOutbox outbox = new PostgresOutbox(plain, TestEvents.MESSAGES)) {
            plain.transactions().run(() -> outbox.add(new OutgoingEvent("Order", "1", new TestEvents.Counted(1))));
            assertThat(outbox.log().read(0, 10).records())
                    .extracting(OutgoingMessage::position)
                    .containsExactly(1L, 2L, 3L, 4L);
        }
        assertThat(database.value("SELECT string_agg(status, ' ') FROM millrace.outbox_events"))
                .isEqualTo("PENDING PENDING PENDING PENDING");
    }

    private String scriptUpTo(int number) {
        String script = migrations.script();
        String next = Migration.ALL.stream()
                .filter(migration -> migration.number() > number)
                .findFirst()
                .orElseThrow()
                .sql(Schema.defaults());
        return script.substring(0, script.indexOf(next)) + "COMMIT";
    }

    @Test
    void a_database_of_a_newer_millrace_is_refused() {
        migrations.run(database.dataSource());
        database.execute("INSERT INTO millrace.millrace_migrations (number, file) VALUES (900, 'V900__later.sql')");

        assertThatThrownBy(() -> migrations.run(database.dataSource()))
                .isInstanceOf(UnsuitableDatabaseException.class)
                .hasMessageContaining("900")
                .hasMessageContaining("knows up to " + Migration.newest())
                .hasMessageContaining("run the newer one");
    }

    @Test
    void a_role_that_may_not_create_the_schema_is_told_to_have_the_script_run() {
        database.execute("CREATE ROLE guest_" + suffix() + " LOGIN");

        try (HikariDataSource guest = as("guest_" + suffix())) {
            assertThatThrownBy(() -> migrations.run(guest))
                    .isInstanceOf(UnsuitableDatabaseException.class)
                    .hasMessageContaining("schema 'millrace'")
                    .hasMessageContaining("Migrations.script()");
        }
    }

    @Test
    void another_database_product_is_refused_by_name() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:other");

        assertThatThrownBy(() -> migrations.run(h2))
                .isInstanceOf(UnsuitableDatabaseException.class)
                .hasMessageContaining("needs PostgreSQL 15 or newer")
                .hasMessageContaining("leads to H2");
    }

    @Test
    void an_old_server_and_one_that_only_speaks_the_protocol_are_refused() {
        assertThatThrownBy(() ->
                        Server.of("PostgreSQL 14.22 on x86_64-pc-linux-gnu", 14).requireSuitable())
                .hasMessageContaining("leads to PostgreSQL 14.22:");
        assertThatThrownBy(
                        () -> Server.of("CockroachDB CCL v24.1.0 (x86_64)", 13).requireSuitable())
                .hasMessageContaining("leads to CockroachDB CCL v24.1.0");
        assertThatThrownBy(() -> Server.of("PostgreSQL 15.2-YB-2.25.0.0-b0 on x86_64", 15)
                        .requireSuitable())
                .hasMessageContaining("YB");
    }

    @Test
    void the_suites_run_on_the_server_that_the_build_names() {
        String version = System.getProperty("millrace.postgres.binaries", "").isEmpty() ? "18" : "15";

        assertThat(database.value("SHOW server_version")).startsWith(version + ".");
    }

    private String suffix() {
        return database.value("SELECT current_database()");
    }

    private HikariDataSource as(String role) {
        return TestDatabase.pool(TestDatabase.server().jdbcUrl(suffix()).replace("user=postgres", "user=" + role));
    }
}
