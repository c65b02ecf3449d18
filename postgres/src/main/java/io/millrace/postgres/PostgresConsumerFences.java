package io.millrace.postgres;

import io.millrace.consumer.ConsumerFences;
import io.millrace.consumer.FencedException;
import java.time.Duration;

/** Consumer fences in a PostgreSQL table. */
public final class PostgresConsumerFences implements ConsumerFences {

    private final Database database;
    private final String raise;
    private final String renew;
    private final String hold;

    public PostgresConsumerFences(Database database) {
        String partitions = database.table("consumer_partition");
        this.database = database;
        // Patience is bounded: the owner before may be cut off in the middle of a transaction.
        this.raise = """
                INSERT INTO %s AS p (consumer, topic, partition, epoch)
                SELECT ?, ?, ?, 1
                WHERE set_config('lock_timeout', '5s', true) IS NOT NULL
                ON CONFLICT (consumer, topic, partition) DO UPDATE
                SET epoch = p.epoch + 1, raised_at = clock_timestamp()
                RETURNING epoch
                """.formatted(partitions);
        this.renew = """
                UPDATE %s
                SET epoch = epoch + 1, raised_at = clock_timestamp()
                WHERE consumer = ? AND topic = ? AND partition = ? AND epoch = ?
                    AND set_config('lock_timeout', '5s', true) IS NOT NULL
                RETURNING epoch
                """.formatted(partitions);
        // The row lock makes raising wait for the end of the transaction, and leaves no dead row behind.
        this.hold = """
                SELECT epoch, set_config('statement_timeout', ?, true),
                    set_config('idle_in_transaction_session_timeout', ?, true)
                FROM %s
                WHERE consumer = ? AND topic = ? AND partition = ? AND epoch = ?
                FOR NO KEY UPDATE
                """.formatted(partitions);
    }

    @Override
    public Fence raise(String consumer, String topic, int partition) {
        return database.apart(connection -> Sql.of(raise, consumer, topic, partition)
                .one(connection, row -> new Fence(consumer, topic, partition, row.getLong(1))));
    }

    @Override
    public Fence renew(Fence fence) {
        Sql statement = Sql.of(renew, fence.consumer(), fence.topic(), fence.partition(), fence.epoch());
        return database.apart(connection -> statement.first(connection, row -> row.getLong(1)))
                .map(epoch -> new Fence(fence.consumer(), fence.topic(), fence.partition(), epoch))
                .orElseThrow(() -> new FencedException(fence));
    }

    @Override
    public void hold(Fence fence, Duration longest) {
        String millis = Long.toString(longest.toMillis());
        Sql statement = Sql.of(hold, millis, millis, fence.consumer(), fence.topic(), fence.partition(), fence.epoch());
        if (database.joined(connection -> statement.all(connection, row -> row.getLong(1)))
                .isEmpty()) {
            throw new FencedException(fence);
        }
    }

    @Override
    public void limit(Duration longest) {
        String millis = Long.toString(longest.toMillis());
        Sql statement = Sql.of(
                "SELECT set_config('statement_timeout', ?, true),"
                        + " set_config('idle_in_transaction_session_timeout', ?, true)",
                millis,
                millis);
        database.joined(connection -> statement.all(connection, row -> row.getString(1)));
    }
}
