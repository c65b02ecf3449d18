package io.millrace.postgres;

import io.millrace.consumer.Claims;
import io.millrace.consumer.EventClaim;
import io.millrace.consumer.Inbox;
import io.millrace.consumer.OutsideWindowException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The inbox in PostgreSQL tables: events by the day of their time, keys apart. */
public final class PostgresInbox implements Inbox {

    private final Database database;
    private final String claimEvents;
    private final String claimKeys;

    public PostgresInbox(Database database) {
        this.database = database;
        // In READ COMMITTED the statement looks after it has locked the inbox, so it sees what was forgotten before.
        // A stricter transaction looks at its beginning: locking the row makes it fail (40001) if that was too early.
        this.claimEvents = """
                WITH strict AS MATERIALIZED (
                    SELECT current_setting('transaction_isolation') IN ('repeatable read', 'serializable') AS it_is
                ), noted AS (
                    INSERT INTO %2$s (consumer, known_since)
                    SELECT ?, '-infinity' FROM strict WHERE it_is
                    ON CONFLICT DO NOTHING
                ), held AS MATERIALIZED (
                    SELECT known_since FROM %2$s WHERE consumer = ? AND (SELECT it_is FROM strict)
                    FOR SHARE
                ), horizon AS MATERIALIZED (
                    SELECT coalesce(
                        (SELECT known_since FROM held),
                        (SELECT known_since FROM %2$s WHERE consumer = ?),
                        '-infinity') AS known_since
                ), asked AS MATERIALIZED (
                    SELECT event_id, %3$s AS event_time
                    FROM unnest(?::uuid[], ?::bigint[]) AS new (event_id, micros)
                ), fresh AS (
                    INSERT INTO %1$s (consumer, event_id, event_time)
                    SELECT ?, event_id, event_time FROM asked, horizon
                    WHERE event_time >= known_since
                    ORDER BY event_id, event_time
                    ON CONFLICT DO NOTHING
                    RETURNING event_id
                )
                SELECT event_id, TRUE FROM fresh
                UNION ALL
                SELECT event_id, FALSE FROM asked, horizon WHERE event_time < known_since
                """.formatted(
                database.table("processed_events"), database.table("inbox_horizon"), MetadataColumns.timeOf("micros"));
        this.claimKeys = """
                INSERT INTO %s (consumer, key)
                SELECT ?, key FROM unnest(?::text[]) AS key
                ORDER BY key
                ON CONFLICT DO NOTHING
                RETURNING key
                """.formatted(database.table("processed_keys"));
    }

    @Override
    public Claims claim(String consumer, Collection<EventClaim> events) {
        if (!database.transactions().active()) {
            throw new IllegalStateException("Inbox.claim needs the transaction that holds the effects of the events:"
                    + " call it inside Transactions.run, or use Inbox.once");
        }
        Set<UUID> fresh = new HashSet<>();
        Set<UUID> outside = new HashSet<>();
        claimTimed(
                consumer, events.stream().filter(event -> event.time() != null).toList(), fresh, outside);
        List<String> timeless = events.stream()
                .filter(event -> event.time() == null)
                .map(event -> event.eventId().toString())
                .toList();
        claimKeys(consumer, timeless).forEach(key -> fresh.add(UUID.fromString(key)));
        return new Claims(fresh, outside);
    }

    private void claimTimed(String consumer, List<EventClaim> events, Set<UUID> fresh, Set<UUID> outside) {
        if (events.isEmpty()) {
            return;
        }
        Sql statement = Sql.of(
                claimEvents,
                consumer,
                consumer,
                consumer,
                MetadataColumns.column("uuid", events, EventClaim::eventId),
                MetadataColumns.column("bigint", events, PostgresInbox::micros),
                consumer);
        database.joined(connection -> statement.all(
                connection, row -> (row.getBoolean(2) ? fresh : outside).add(row.getObject(1, UUID.class))));
    }

    private static long micros(EventClaim event) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Objects.requireNonNull(event.time()));
    }

    private List<String> claimKeys(String consumer, List<String> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Sql statement = Sql.of(claimKeys, consumer, new Sql.Column("text", keys));
        return database.joined(connection -> statement.all(connection, row -> row.getString(1)));
    }

    @Override
    public boolean once(String consumer, UUID eventId, Runnable work) {
        EventClaim event = EventClaim.of(eventId);
        return database.transactions().call(() -> {
            Claims claims = claim(consumer, List.of(event));
            if (claims.outside().contains(eventId)) {
                throw new OutsideWindowException(consumer, event);
            }
            return ran(claims.fresh().contains(eventId), work);
        });
    }

    @Override
    public boolean once(String consumer, String key, Runnable work) {
        List<String> keys = List.of(Inbox.requireKey(key));
        return database.transactions().call(() -> ran(!claimKeys(consumer, keys).isEmpty(), work));
    }

    private static boolean ran(boolean first, Runnable work) {
        if (first) {
            work.run();
        }
        return first;
    }
}
