package io.millrace.kafka;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.Received;
import io.millrace.consumer.RetryPolicy;
import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.LetterDesk;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.log.Checkpoints;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.Relay;
import io.millrace.postgres.Database;
import io.millrace.postgres.Migrations;
import io.millrace.postgres.PostgresCheckpoints;
import io.millrace.postgres.PostgresConsumerFences;
import io.millrace.postgres.PostgresDeadLetters;
import io.millrace.postgres.PostgresInbox;
import io.millrace.postgres.PostgresLetterDesk;
import io.millrace.postgres.PostgresOutages;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.postgres.Schema;
import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.work.Backoff;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A database with Millrace's tables and one of effects, and what relays and consumers need of it. */
final class Backbone implements AutoCloseable {

    static final Duration BUDGET = Duration.ofMillis(400);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HikariDataSource pool;
    final Database database;
    final Transactions transactions;
    final Checkpoints checkpoints;
    final DeadLetters deadLetters;
    final PostgresOutbox outbox;

    private Backbone(String jdbcUrl, Duration connectionTimeout) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(connectionTimeout.toMillis());
        this.pool = new HikariDataSource(config);
        this.database = Database.of(pool);
        this.transactions = database.transactions();
        this.checkpoints = new PostgresCheckpoints(database);
        this.deadLetters = new PostgresDeadLetters(database);
        this.outbox = new PostgresOutbox(database, TestEvents.MESSAGES);
    }

    /** A database of its own. */
    static Backbone create() {
        return create(EmbeddedPostgres.shared(), PATIENCE);
    }

    /** A database of its own on that server, for which connections are waited that long. */
    static Backbone create(EmbeddedPostgres server, Duration connectionTimeout) {
        Backbone backbone = new Backbone(server.newDatabase().jdbcUrl(), connectionTimeout);
        new Migrations(Schema.defaults()).run(backbone.pool);
        backbone.execute("CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, consumer text,"
                + " event_id uuid, order_id text, number integer)");
        return backbone;
    }

    /** The database that another process made. */
    static Backbone at(String jdbcUrl) {
        return new Backbone(jdbcUrl, PATIENCE);
    }

    String jdbcUrl() {
        return pool.getJdbcUrl();
    }

    Relay.Environment relaying() {
        return new Relay.Environment(outbox.log(), checkpoints, deadLetters, transactions, Clock.systemUTC());
    }

    ConsumerEnvironment consuming() {
        return consuming(transactions);
    }

    ConsumerEnvironment consuming(Transactions transactions) {
        return consuming(transactions, deadLetters, Duration.ofSeconds(60));
    }

    ConsumerEnvironment consuming(Transactions transactions, DeadLetters letters, Duration handlerTimeout) {
        return new ConsumerEnvironment(
                transactions,
                new PostgresInbox(database),
                new PostgresConsumerFences(database),
                letters,
                TestEvents.TYPES,
                TestEvents.CODEC,
                new PostgresOutages().or(Outages.defaults()),
                new RetryPolicy(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)), BUDGET, handlerTimeout),
                Clock.systemUTC());
    }

    /** Adds an event to the outbox, in a transaction of its own. */
    void add(String key, int number) {
        transactions.run(() -> outbox.add(new OutgoingEvent("Order", key, new OrderCreated(key, number))));
    }

    /** A handler's effect, in its transaction; seen twice it would be there twice. */
    void effect(String consumer, Received<OrderCreated> received) throws SQLException {
        database.transactions().withConnection(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO effects (consumer, event_id, order_id, number) VALUES (?, ?, ?, ?)")) {
                insert.setString(1, consumer);
                insert.setObject(2, received.metadata().eventId());
                insert.setString(3, received.event().orderId());
                insert.setInt(4, received.event().number());
                return insert.executeUpdate();
            }
        });
    }

    /** The numbers of a key as a consumer handled them, in the order of its effects. */
    List<Integer> numbers(String consumer, String key) {
        return query("SELECT number FROM effects WHERE consumer = ? AND order_id = ? ORDER BY id", consumer, key)
                .stream()
                .map(Integer::parseInt)
                .toList();
    }

    long effects(String consumer) {
        return Long.parseLong(query("SELECT count(*) FROM effects WHERE consumer = ?", consumer)
                .getFirst());
    }

    List<DeadLetter> parkedBy(String consumer) {
        return deadLetters.list("consumer:" + consumer, 1_000);
    }

    LetterDesk desk() {
        return new PostgresLetterDesk(database);
    }

    /** Where each message of a key stands that was put aside, in order. */
    List<String> letters(String consumer, String key) {
        return query(
                "SELECT state FROM millrace.dead_letters WHERE source = ? AND key = ? ORDER BY number",
                "consumer:" + consumer,
                key);
    }

    /** The first column of a query. */
    List<String> query(String sql, String... parameters) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        outbox.close();
        pool.close();
    }
}
