package io.millrace.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.testkit.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database of its own with Millrace's tables, on the server that the build names, and a pool for it. */
final class TestDatabase implements AutoCloseable {

    private static final String BINARIES = "millrace.postgres.binaries";

    private final HikariDataSource pool;
    private final List<AutoCloseable> opened = new ArrayList<>();

    private TestDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /** The server of this JVM: that of the class path, or that of the jar which the build names. */
    static EmbeddedPostgres server() {
        return Server.RUNNING;
    }

    static EmbeddedPostgres.Builder serverBuilder() {
        String binaries = System.getProperty(BINARIES, "");
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        return binaries.isEmpty() ? builder : builder.binaries(Path.of(binaries));
    }

    static TestDatabase empty() {
        return new TestDatabase(pool(server().newDatabase().jdbcUrl()));
    }

    static TestDatabase migrated() {
        TestDatabase database = empty();
        new Migrations(Schema.defaults()).run(database.pool);
        return database;
    }

    /** One that is there, with what is in it. */
    static TestDatabase at(String url) {
        return new TestDatabase(pool(url));
    }

    /** The database of all contract suites. */
    static TestDatabase shared() {
        return Shared.DATABASE;
    }

    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    DataSource dataSource() {
        return pool;
    }

    /** For other processes. */
    String url() {
        return pool.getJdbcUrl();
    }

    Database database() {
        return Database.of(pool);
    }

    /** As {@link #database()}, with transactions at an isolation level of {@link Connection}. */
    Database database(int isolation) {
        return new Database(pool, new DataSourceTransactions(pool, isolation), Schema.defaults());
    }

    PostgresEventStore eventStore() {
        return closing(new PostgresEventStore(database(), TestEvents.CODEC));
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The only value of a query. */
    String value(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable resource : opened.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        pool.close();
    }

    private static final class Shared {
        private static final TestDatabase DATABASE = migrated();
    }

    private static final class Server {
        private static final EmbeddedPostgres RUNNING = serverBuilder().start();
    }
}
