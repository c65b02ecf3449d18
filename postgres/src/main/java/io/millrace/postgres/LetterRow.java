package io.millrace.postgres;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.Failure;
import io.millrace.deadletter.FiledLetter;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dead letter as a row. */
final class LetterRow {

    /** Of a table that goes by the name {@code letter}. */
    static final String COLUMNS = """
            letter.number, letter.id, letter.source, letter.location, letter.key, letter.event_id, letter.event_type,
            letter.payload, letter.error_class, letter.message, letter.stack, letter.fingerprint, letter.attempts,
            letter.state, letter.parked_at, letter.failed_again, coalesce(letter.failed_at, letter.parked_at),
            letter.redrive_after, letter.resolved_at,
            ARRAY(SELECT jsonb_object_keys(letter.attributes)),
            ARRAY(SELECT letter.attributes ->> jsonb_object_keys(letter.attributes))
            """;

    private LetterRow() {}

    static FiledLetter filed(ResultSet row) throws SQLException {
        return new FiledLetter(
                row.getLong(1),
                letter(row),
                row.getInt(16),
                row.getObject(17, OffsetDateTime.class).toInstant(),
                time(row, 18),
                time(row, 19));
    }

    static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, UUID.class),
                row.getString(7),
                attributes(row.getArray(20), row.getArray(21)),
                row.getString(8),
                new Failure(row.getString(9), row.getString(10), row.getString(11), row.getString(12)),
                row.getInt(13),
                DeadLetter.State.valueOf(row.getString(14)),
                row.getObject(15, OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
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

    /** A NUL character, which PostgreSQL can't store, becomes U+FFFD. */
    static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\u0000', '\uFFFD');
    }
}
