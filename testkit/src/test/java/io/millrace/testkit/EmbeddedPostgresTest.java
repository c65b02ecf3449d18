package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir
    Path directory;

    @Test
    void a_new_database_is_empty_and_its_own() throws SQLException {
        EmbeddedPostgres.Database one = EmbeddedPostgres.shared().newDatabase();
        EmbeddedPostgres.Database other = EmbeddedPostgres.shared().newDatabase();

        execute(one.dataSource(), "CREATE TABLE only_here (id int)");

        assertThat(query(other.dataSource(), "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'"))
                .isEqualTo("0");
        assertThat(query(one.dataSource(), "SHOW max_prepared_transactions")).isEqualTo("20");
    }

    @Test
    void committed_data_and_the_port_survive_a_killed_server() throws SQLException {
        try (EmbeddedPostgres server = kept()) {
            int port = server.port();
            long pid = server.pid();
            execute(server.dataSource(), "CREATE TABLE kept AS SELECT 42 AS answer");

            server.killPostmaster();
            boolean runningAfterKill = server.isRunning();
            server.restart();

            assertThat(runningAfterKill).isFalse();
            assertThat(query(server.dataSource(), "SELECT answer FROM kept")).isEqualTo("42");
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.pid()).isNotEqualTo(pid);
            assertThat(query(server.dataSource(), "SHOW fsync")).isEqualTo("on");
        }
    }

    @Test
    void a_server_that_somebody_left_running_on_the_data_is_ended_first() throws SQLException {
        try (EmbeddedPostgres left = kept()) {
            execute(left.dataSource(), "CREATE TABLE kept AS SELECT 42 AS answer");

            try (EmbeddedPostgres next = kept()) {
                assertThat(query(next.dataSource(), "SELECT answer FROM kept")).isEqualTo("42");
            }

            assertThat(left.isRunning()).isFalse();
        }
    }

    @Test
    void a_pid_file_that_names_a_foreign_process_does_not_hinder_the_start() throws IOException, SQLException {
        EmbeddedPostgres server = kept();
        Path pidFile = directory.toRealPath().resolve("pg/postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        server.killPostmaster();
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        try (EmbeddedPostgres next = kept()) {
            assertThat(query(next.dataSource(), "SELECT 1")).isEqualTo("1");
        }

        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void a_closed_server_is_gone_with_its_temporary_data() {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

        server.close();

        assertThat(Processes.isRunning(process)).isFalse();
        assertThat(server.isRunning()).isFalse();
    }

    private EmbeddedPostgres kept() {
        return EmbeddedPostgres.builder()
                .dataDirectory(directory.resolve("pg"))
                .fsync(true)
                .start();
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
