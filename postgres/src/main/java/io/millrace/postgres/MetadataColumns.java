package io.millrace.postgres;

import io.millrace.event.EventMetadata;
import io.millrace.postgres.RowsStatement.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How metadata stands in a table, and how that of new rows is bound. */
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

    /** The time of a new row, which comes in microseconds: exact, and cheap to bind. */
    static String timeOf(String column) {
        return "timestamptz 'epoch' + " + column + " * interval '1 microsecond'";
    }

    /** The columns of new rows, in the order of {@link #names}; the time in microseconds, see {@link #timeOf}. */
    static <T> List<Field<T>> fields(String time, Function<T, EventMetadata> metadata) {
        return List.of(
                new Field<>("event_id", "uuid", row -> metadata.apply(row).eventId()),
                new Field<>("event_type", "text", row -> metadata.apply(row).type()),
                new Field<>(
                        "event_version", "integer", row -> metadata.apply(row).version()),
                new Field<>(time, "bigint", row -> micros(metadata.apply(row).occurredAt())),
                new Field<>("correlation_id", "text", row -> metadata.apply(row).correlationId()),
                new Field<>("causation_id", "text", row -> metadata.apply(row).causationId()),
                new Field<>("actor", "text", row -> metadata.apply(row).actor()),
                new Field<>("traceparent", "text", row -> metadata.apply(row).traceparent()));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
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
