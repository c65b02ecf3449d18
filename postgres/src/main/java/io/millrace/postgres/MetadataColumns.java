package io.millrace.postgres;

import io.millrace.event.EventMetadata;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How metadata stands in a table, and how many of them are bound to one {@code unnest}. */
final class MetadataColumns {

    /** What a row has in a column. */
    @FunctionalInterface
    interface Value<T> {
        @Nullable
        Object of(T row);
    }

    private MetadataColumns() {}

    /** The columns that are read, in order, given the name of the one that holds the time. */
    static String names(String time) {
        return "event_id, event_type, event_version, " + time + ", correlation_id, causation_id, actor, traceparent";
    }

    /** Parameters for {@code unnest}, to be named as {@link #names} and bound to {@link #of}. */
    static final String PARAMETERS =
            "?::uuid[], ?::text[], ?::integer[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[]";

    /** The time of an {@code unnest} row, which comes in microseconds: exact, and cheap to bind. */
    static String timeOf(String column) {
        return "timestamptz 'epoch' + " + column + " * interval '1 microsecond'";
    }

    static List<Sql.Column> of(List<EventMetadata> all) {
        return List.of(
                column("uuid", all, EventMetadata::eventId),
                column("text", all, EventMetadata::type),
                column("integer", all, EventMetadata::version),
                column("bigint", all, metadata -> ChronoUnit.MICROS.between(Instant.EPOCH, metadata.occurredAt())),
                column("text", all, EventMetadata::correlationId),
                column("text", all, EventMetadata::causationId),
                column("text", all, EventMetadata::actor),
                column("text", all, EventMetadata::traceparent));
    }

    static <T> Sql.Column column(String type, List<T> rows, Value<? super T> value) {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        for (T row : rows) {
            values.add(value.of(row));
        }
        return new Sql.Column(type, values);
    }

    static EventMetadata read(ResultSet row, int first) throws SQLException {
        return new EventMetadata(
                row.getObject(first, UUID.class),
                row.getString(first + 1),
                row.getInt(first + 2),
                row.getObject(first + 3, OffsetDateTime.class).toInstant(),
                row.getString(first + 4),
                row.getString(first + 5),
                row.getString(first + 6),
                row.getString(first + 7));
    }
}
