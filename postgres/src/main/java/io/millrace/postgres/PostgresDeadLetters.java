package io.millrace.postgres;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in a PostgreSQL table. A NUL character, which PostgreSQL can't store, is kept as U+FFFD: a message
 * that can't be parked would stop its partition.
 */
public final class PostgresDeadLetters implements DeadLetters {

    private static final String COLUMNS = """
            id, source, location, key, event_id, event_type, payload, error_class, message, stack, fingerprint,
            attempts, state, parked_at,
            ARRAY(SELECT jsonb_object_keys(attributes)),
            ARRAY(SELECT attributes ->> jsonb_object_keys(attributes))
            """;

    private final Database database;
    private final String park;
    private final String list;
    private final String keys;
    private final String count;

    public PostgresDeadLetters(Database database) {
        String letters = database.table("dead_letters");
        this.database = database;
        this.park = """
                INSERT INTO %s (id, source, location, key, event_id, event_type, attributes, payload,
                                error_class, message, stack, fingerprint, attempts, state, parked_at)
                VALUES (?, ?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[]), ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """.formatted(letters);
        this.list = "SELECT %s FROM %s WHERE source = ? ORDER BY parked_at DESC, id DESC LIMIT ?"
                .formatted(COLUMNS, letters);
        this.keys = "SELECT DISTINCT key FROM %s WHERE source = ? AND key IS NOT NULL".formatted(letters);
        this.count = "SELECT count(*) FROM %s WHERE source = ?".formatted(letters);
    }

    @Override
    public void park(DeadLetter letter) {
        Map<String, String> attributes = new TreeMap<>(letter.attributes());
        Failure failure = letter.failure();
        Sql statement = Sql.of(
                park,
                letter.id(),
                storable(letter.source()),
                storable(letter.location()),
                storable(letter.key()),
                letter.eventId(),
                storable(letter.type()),
                MetadataColumns.column("text", List.copyOf(attributes.keySet()), PostgresDeadLetters::storable),
                MetadataColumns.column("text", List.copyOf(attributes.values()), PostgresDeadLetters::storable),
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
        return database.joined(
                connection -> Sql.of(list, source, limit).all(connection, PostgresDeadLetters::deadLetter));
    }

    @Override
    public Set<String> keys(String source) {
        return new HashSet<>(
                database.joined(connection -> Sql.of(keys, source).all(connection, row -> row.getString(1))));
    }

    @Override
    public long count(String source) {
        return database.joined(connection -> Sql.of(count, source).one(connection, row -> row.getLong(1)));
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\u0000', '\uFFFD');
    }

    private static DeadLetter deadLetter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, UUID.class),
                row.getString(6),
                attributes(row.getArray(15), row.getArray(16)),
                row.getString(7),
                new Failure(row.getString(8), row.getString(9), row.getString(10), row.getString(11)),
                row.getInt(12),
                DeadLetter.State.valueOf(row.getString(13)),
                row.getObject(14, OffsetDateTime.class).toInstant());
    }

    private static Map<String, String> attributes(Array names, Array values) throws SQLException {
        String[] keys = (String[]) names.getArray();
        String[] texts = (String[]) values.getArray();
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
            attributes.put(keys[i], texts[i]);
        }
        return attributes;
    }
}
