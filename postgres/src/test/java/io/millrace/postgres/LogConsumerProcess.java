package io.millrace.postgres;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.LogConsumerSettings;
import io.millrace.consumer.LogEventConsumer;
import io.millrace.consumer.LogSource;
import io.millrace.consumer.Received;
import io.millrace.consumer.RetryPolicy;
import io.millrace.outbox.Destinations;
import io.millrace.postgres.TestEvents.Counted;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.CrashPoint;
import io.millrace.testkit.CrashingTransactions;
import io.millrace.work.Backoff;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A consumer with tables in the schema {@code reader}, which reads the outbox of the schema {@code millrace} without a
 * broker and writes what it handles to the table {@code effects}; in a process of its own it crashes where it is told.
 */
final class LogConsumerProcess {

    static final Schema SCHEMA = new Schema("reader");

    private static final Duration LEASE = Duration.ofSeconds(1);

    private LogConsumerProcess() {}

    /** @param arguments the database */
    public static void main(String[] arguments) {
        Database source = Database.of(TestDatabase.pool(arguments[0]));
        start(source, new CrashingTransactions("consumer", source.transactions()));
        System.out.println("consuming");
        ChildJvm.waitForEver();
    }

    static LogEventConsumer start(Database source, Transactions transactions) {
        Database own = new Database(source.dataSource(), source.transactions(), SCHEMA);
        EventConsumer consumer = EventConsumer.named("reader")
                .topic("shop.counter")
                .on(Counted.class, received -> {
                    effect(own, received);
                    CrashPoint.reached("consumer.after-effect");
                });
        LogSource outbox = new LogSource(
                "outbox",
                new PostgresOutbox(source, TestEvents.MESSAGES).log(),
                Destinations.perAggregate("shop"),
                URI.create("/shop"));
        return LogEventConsumer.start(
                consumer,
                environment(own, transactions),
                new LogConsumerSettings(List.of(outbox), new PostgresCheckpoints(own), 4, 5, LEASE));
    }

    private static ConsumerEnvironment environment(Database own, Transactions transactions) {
        return new ConsumerEnvironment(
                transactions,
                new PostgresInbox(own),
                new PostgresConsumerFences(own),
                new PostgresDeadLetters(own),
                TestEvents.TYPES,
                TestEvents.CODEC,
                new PostgresOutages().or(Outages.declared()),
                new RetryPolicy(
                        new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2)),
                Clock.systemUTC());
    }

    private static void effect(Database own, Received<Counted> received) {
        own.transactions().withConnection(connection -> insert(connection.prepareStatement("""
                INSERT INTO effects (event_id, key, number) VALUES (?, ?, ?)
                """), received));
    }

    private static int insert(PreparedStatement insert, Received<Counted> received) throws SQLException {
        try (insert) {
            insert.setObject(1, received.metadata().eventId());
            insert.setString(2, received.subject());
            insert.setLong(3, received.event().number());
            return insert.executeUpdate();
        }
    }
}
