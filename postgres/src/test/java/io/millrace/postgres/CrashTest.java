package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.store.RecordedEvent;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

    private static final int WRITERS = 6;
    private static final int CRASHES = 2;

    private EmbeddedPostgres server;
    private HikariDataSource pool;
    private Database database;
    private PostgresEventStore store;

    @BeforeEach
    void startServer(@TempDir Path directory) {
        server = TestDatabase.serverBuilder()
                .fsync(true)
                .dataDirectory(directory.resolve("data"))
                .start();
        pool = TestDatabase.pool(server.jdbcUrl());
        new Migrations(Schema.defaults()).run(pool);
        database = Database.of(pool);
        store = new PostgresEventStore(database, TestEvents.CODEC);
    }

    @AfterEach
    void stopServer() {
        store.close();
        pool.close();
        server.close();
    }

    @Test
    void ES_1_2_3_4_5_hold_when_the_server_is_killed_while_it_takes_appends() {
        List<CrashWriter> writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> new CrashWriter(store, "shared-" + i % 2))
                .toList();
        try (Follower<RecordedEvent> follower = new Follower<>(store.log(), 50)) {
            for (int crash = 1; crash <= CRASHES; crash++) {
                int enough = crash * 200;
                Eventually.holds("enough appends", Duration.ofSeconds(60), () -> acknowledged(writers) >= enough);
                server.killPostmaster();
                server.restart();
            }
            int more = acknowledged(writers) + 200;
            Eventually.holds("appends after the crash", Duration.ofSeconds(60), () -> acknowledged(writers) >= more);
            writers.forEach(CrashWriter::close);

            StoredEvents stored = StoredEvents.of(database);
            stored.requireWhole();
            writers.forEach(writer -> stored.requireAll(writer.acknowledged()));
            assertThat(writers.stream().flatMap(writer -> writer.acknowledged().stream()))
                    .doesNotHaveDuplicates();
            assertThat(follower.awaitThrough(stored.lastPosition())).isEqualTo(stored.positions());
        }
    }

    @Test
    void ES_1_2_3_hold_when_the_writer_is_killed_while_it_appends() {
        List<StoredEvents.Acknowledged> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < CRASHES; kill++) {
            try (ChildJvm child =
                    ChildJvm.of(CrashWriter.class).arguments(server.jdbcUrl()).start()) {
                Eventually.holds(
                        "enough appends",
                        Duration.ofSeconds(60),
                        () -> child.lines().stream()
                                        .filter(line -> line.startsWith(CrashWriter.ACKNOWLEDGED))
                                        .count()
                                >= 100);
                child.kill();
                child.lines().stream()
                        .filter(line -> line.startsWith(CrashWriter.ACKNOWLEDGED) && line.endsWith("."))
                        .map(CrashWriter::parsed)
                        .forEach(acknowledged::add);
            }
        }

        StoredEvents stored = StoredEvents.of(database);
        stored.requireWhole();
        stored.requireAll(acknowledged);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(CRASHES * 100);
    }

    private static int acknowledged(List<CrashWriter> writers) {
        return writers.stream().mapToInt(writer -> writer.acknowledged().size()).sum();
    }
}
