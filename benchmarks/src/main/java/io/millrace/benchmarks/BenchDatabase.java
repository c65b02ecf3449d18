package io.millrace.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.RetryPolicy;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.outbox.Relay;
import io.millrace.postgres.Database;
import io.millrace.postgres.Migrations;
import io.millrace.postgres.PostgresCheckpoints;
import io.millrace.postgres.PostgresConsumerFences;
import io.millrace.postgres.PostgresDeadLetters;
import io.millrace.postgres.PostgresEventStore;
import io.millrace.postgres.PostgresInbox;
import io.millrace.postgres.PostgresOutages;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.postgres.Schema;
import io.millrace.testkit.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/** A database with Millrace's tables, and its connections. */
final class BenchDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 20;

    private final EmbeddedPostgres server;
    private final String name;
    private final HikariDataSource pool;
    private final Database database;
    private final PostgresEventStore events;
    private final PostgresOutbox outbox;

    private BenchDatabase(EmbeddedPostgres server, EmbeddedPostgres.Database made) {
        this.server = server;
        this.name = made.name();
        this.pool = new HikariDataSource(configuration(made.jdbcUrl()));
        this.database = Database.of(pool);
        this.events = new PostgresEventStore(database, OrderPlaced.CODEC);
        this.outbox = new PostgresOutbox(
                database, new OutgoingMessages(OrderPlaced.TYPES, OrderPlaced.CODEC, Clock.systemUTC()));
    }

    static BenchDatabase in(EmbeddedPostgres server) {
        BenchDatabase made = new BenchDatabase(server, server.newDatabase());
        new Migrations(Schema.defaults()).run(made.pool);
        return made;
    }

    private static HikariConfig configuration(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        return config;
    }

    Database database() {
        return database;
    }

    PostgresEventStore events() {
        return events;
    }

    PostgresOutbox outbox() {
        return outbox;
    }

    Relay.Environment relaying() {
        return new Relay.Environment(
                outbox.log(),
                new PostgresCheckpoints(database),
                new PostgresDeadLetters(database),
                database.transactions(),
                Clock.systemUTC());
    }

    ConsumerEnvironment consuming() {
        return new ConsumerEnvironment(
                database.transactions(),
                new PostgresInbox(database),
                new PostgresConsumerFences(database),
                new PostgresDeadLetters(database),
                OrderPlaced.TYPES,
                OrderPlaced.CODEC,
                new PostgresOutages(),
                RetryPolicy.defaults(),
                Clock.systemUTC());
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Leaves nothing for the server to do later that a measurement would feel. */
    void settle() throws SQLException {
        execute("VACUUM ANALYZE");
        execute("CHECKPOINT");
    }

    /** Ends the database and its disk space. */
    @Override
    public void close() {
        events.close();
        outbox.close();
        pool.close();
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException("can't drop the database " + name, e);
        }
    }
}
