package io.millrace.postgres;

import io.millrace.consumer.Inbox;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The inbox in a PostgreSQL table. */
public final class PostgresInbox implements Inbox {

    private final Database database;
    private final String insert;

    public PostgresInbox(Database database) {
        this.database = database;
        this.insert = """
                INSERT INTO %s (consumer, event_id)
                SELECT ?, id FROM unnest(?::uuid[]) AS id
                ORDER BY id
                ON CONFLICT DO NOTHING
                RETURNING event_id
                """.formatted(database.table("processed_events"));
    }

    @Override
    public Set<UUID> claim(String consumer, Collection<UUID> eventIds) {
        if (!database.transactions().active()) {
            throw new IllegalStateException("Inbox.claim needs the transaction that holds the effects of the events:"
                    + " call it inside Transactions.run, or use Inbox.once");
        }
        // In the order of the ids, so that two batches with the same ids wait for each other and never lock up.
        Sql statement = Sql.of(insert, consumer, new Sql.Column("uuid", List.copyOf(eventIds)));
        return new HashSet<>(
                database.joined(connection -> statement.all(connection, row -> row.getObject(1, UUID.class))));
    }

    @Override
    public boolean once(String consumer, UUID eventId, Runnable work) {
        return database.transactions().call(() -> {
            boolean first = claim(consumer, eventId);
            if (first) {
                work.run();
            }
            return first;
        });
    }
}
