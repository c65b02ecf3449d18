package io.millrace.postgres;

import static io.millrace.postgres.LetterRow.storable;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Dead letters in a PostgreSQL table. A NUL character, which PostgreSQL can't store, is kept as U+FFFD: a message
 * that can't be parked would stop its partition.
 */
public final class PostgresDeadLetters implements DeadLetters {

    private final Database database;
    private final String letters;
    private final String actions;

    public PostgresDeadLetters(Database database) {
        this.database = database;
        this.letters = database.table("dead_letters");
        this.actions = database.table("dead_letter_actions");
    }

    @Override
    public void park(DeadLetter letter) {
        Map<String, String> attributes = new TreeMap<>(letter.attributes());
        Failure failure = letter.failure();
        Sql statement = Sql.of(
                """
                INSERT INTO %s AS letter (id, source, location, key, event_id, event_type, attributes, payload,
                                error_class, message, stack, fingerprint, attempts, state, parked_at)
                VALUES (?, ?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[]), ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source, location) DO UPDATE
                SET id = excluded.id, key = excluded.key, event_id = excluded.event_id,
                    event_type = excluded.event_type, attributes = excluded.attributes, payload = excluded.payload,
                    error_class = excluded.error_class, message = excluded.message, stack = excluded.stack,
                    fingerprint = excluded.fingerprint, attempts = excluded.attempts, state = excluded.state,
                    parked_at = excluded.parked_at, failed_again = 0, failed_at = NULL, redrive_after = NULL,
                    resolved_at = NULL
                WHERE letter.resolved_at IS NOT NULL
                """.formatted(letters),
                letter.id(),
                storable(letter.source()),
                storable(letter.location()),
                storable(letter.key()),
                letter.eventId(),
                storable(letter.type()),
                MetadataColumns.column("text", List.copyOf(attributes.keySet()), LetterRow::storable),
                MetadataColumns.column("text", List.copyOf(attributes.values()), LetterRow::storable),
                storable(letter.payload()),
                failure.errorClass(),
                storable(failure.message()),
                storable(failure.stack()),
                storable(failure.fingerprint()),
                letter.attempts(),
                letter.state().name(),
                letter.parkedAt().atOffset(ZoneOffset.UTC));
        database.joined(statement::update);
    }

    @Override
    public List<DeadLetter> list(String source, int limit) {
        Sql statement = Sql.of(
                "SELECT %s FROM %s AS letter WHERE source = ? ORDER BY number DESC LIMIT ?"
                        .formatted(LetterRow.COLUMNS, letters),
                source,
                limit);
        return database.joined(connection -> statement.all(connection, LetterRow::letter));
    }

    @Override
    public Set<String> keys(String source) {
        Sql statement = Sql.of(
                "SELECT DISTINCT key FROM %s WHERE source = ? AND resolved_at IS NULL AND key IS NOT NULL"
                        .formatted(letters),
                source);
        return new HashSet<>(database.joined(connection -> statement.all(connection, row -> row.getString(1))));
    }

    /** In the order of the keys, so that two batches with the same ones never wait for each other. */
    @Override
    public Set<String> held(String source, Collection<String> keys) {
        Sql statement =
                Sql.of("""
                SELECT wanted.key
                FROM unnest(?::text[]) WITH ORDINALITY AS wanted (key, place),
                LATERAL (
                    SELECT number
                    FROM %s AS letter
                    WHERE letter.source = ? AND letter.key = wanted.key AND letter.resolved_at IS NULL
                    ORDER BY number DESC
                    LIMIT 1
                    FOR SHARE
                ) AS last
                ORDER BY wanted.place
                """.formatted(letters), new Sql.Column("text", List.copyOf(new TreeSet<>(keys))), source);
        return new HashSet<>(database.joined(connection -> statement.all(connection, row -> row.getString(1))));
    }

    /**
     * A key is locked by its first letter. What is held without anything before it, for that was discarded or
     * redriven, is looked for key by key among those that hold letters at all, never by reading all letters.
     */
    @Override
    public List<DeadLetter> releasable(String source, int limit) {
        Sql statement = Sql.of(
                """
                WITH RECURSIVE held (key) AS (
                    (SELECT key FROM ${letters} WHERE source = ? AND state = 'HELD' ORDER BY key LIMIT 1)
                    UNION ALL
                    SELECT (SELECT letter.key
                            FROM ${letters} AS letter
                            WHERE letter.source = ? AND letter.state = 'HELD' AND letter.key > held.key
                            ORDER BY letter.key
                            LIMIT 1)
                    FROM held
                    WHERE held.key IS NOT NULL
                ), due (number) AS (
                    (SELECT letter.number
                     FROM ${letters} AS letter
                     WHERE letter.source = ? AND letter.state = 'REDRIVING'
                       AND letter.redrive_after <= clock_timestamp()
                       AND NOT EXISTS (
                           SELECT FROM ${letters} AS earlier
                           WHERE earlier.source = letter.source AND earlier.key = letter.key
                             AND earlier.number < letter.number AND earlier.resolved_at IS NULL)
                     ORDER BY letter.redrive_after, letter.number
                     LIMIT ?)
                    UNION ALL
                    SELECT first.number
                    FROM held,
                    LATERAL (SELECT letter.number, letter.state
                             FROM ${letters} AS letter
                             WHERE letter.source = ? AND letter.key = held.key AND letter.resolved_at IS NULL
                             ORDER BY letter.number
                             LIMIT 1) AS first
                    WHERE first.state = 'HELD'
                ), locked AS MATERIALIZED (
                    SELECT letter.number, letter.key
                    FROM ${letters} AS letter
                    WHERE letter.number IN (SELECT number FROM due) AND letter.state IN ('REDRIVING', 'HELD')
                    ORDER BY letter.number
                    LIMIT ?
                    FOR NO KEY UPDATE SKIP LOCKED
                ), released (number) AS (
                    SELECT number FROM locked
                    UNION ALL
                    SELECT run.number
                    FROM locked,
                    LATERAL (SELECT letter.number,
                                    bool_or(letter.state = 'PARKED' OR (letter.state = 'REDRIVING'
                                        AND letter.redrive_after > clock_timestamp())) OVER (ORDER BY letter.number)
                                        AS stopped
                             FROM (SELECT number, state, redrive_after
                                   FROM ${letters}
                                   WHERE source = ? AND key = locked.key AND number > locked.number
                                     AND resolved_at IS NULL
                                   ORDER BY number
                                   LIMIT ?) AS letter) AS run
                    WHERE NOT run.stopped
                    ORDER BY 1
                    LIMIT ?
                )
                SELECT ${columns}
                FROM ${letters} AS letter
                WHERE letter.number IN (SELECT number FROM released)
                ORDER BY letter.number
                """.replace("${letters}", letters).replace("${columns}", LetterRow.COLUMNS),
                source,
                source,
                source,
                limit,
                source,
                limit,
                source,
                limit,
                limit);
        return database.joined(connection -> statement.all(connection, LetterRow::letter));
    }

    @Override
    public void redriven(Collection<UUID> ids) {
        Sql statement = Sql.of("""
                WITH done AS (
                    UPDATE %s
                    SET state = 'REDRIVEN', resolved_at = clock_timestamp(), redrive_after = NULL
                    WHERE id = ANY(?::uuid[]) AND state IN ('REDRIVING', 'HELD')
                    RETURNING number
                )
                UPDATE %s SET result = 'REDRIVEN'
                WHERE letter IN (SELECT number FROM done) AND result = 'REDRIVING'
                """.formatted(letters, actions), new Sql.Column("uuid", List.copyOf(ids)));
        database.joined(statement::update);
    }

    @Override
    public void failedAgain(UUID id, Failure failure) {
        String fingerprint = storable(failure.fingerprint());
        Sql statement = Sql.of(
                """
                WITH failed AS (
                    UPDATE %s
                    SET state = 'PARKED', redrive_after = NULL, attempts = attempts + 1,
                        failed_again = failed_again + 1, failed_at = clock_timestamp(),
                        error_class = ?, message = ?, stack = ?, fingerprint = ?
                    WHERE id = ? AND state IN ('REDRIVING', 'HELD')
                    RETURNING number
                )
                UPDATE %s SET result = 'FAILED AGAIN: ' || ?
                WHERE letter IN (SELECT number FROM failed) AND result = 'REDRIVING'
                """.formatted(letters, actions),
                failure.errorClass(),
                storable(failure.message()),
                storable(failure.stack()),
                fingerprint,
                id,
                fingerprint);
        database.joined(statement::update);
    }

    @Override
    public long count(String source) {
        Sql statement =
                Sql.of("SELECT count(*) FROM %s WHERE source = ? AND resolved_at IS NULL".formatted(letters), source);
        return database.joined(connection -> statement.one(connection, row -> row.getLong(1)));
    }
}
