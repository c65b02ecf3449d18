package io.millrace.postgres;

import io.millrace.event.EventCodec;
import io.millrace.event.EventMetadata;
import io.millrace.postgres.RowsStatement.Field;
import io.millrace.store.Appended;
import io.millrace.store.EventStore;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The event store in a PostgreSQL table. An append is one statement: its condition is the expected version, its
 * gate the unique index on stream and version. At any isolation level a lost race is a
 * {@link VersionConflictException}, and the caller's transaction can only roll back then.
 */
public final class PostgresEventStore implements EventStore, AutoCloseable {

    private static final Set<String> LOST_RACE = Set.of("23505", "40001");
    private static final String COLUMNS =
            "position, stream_type, stream_id, version, " + MetadataColumns.names("occurred_at") + ", payload";

    /** An event on its way into the table. */
    private record Row(long version, EventMetadata metadata, String payload) {

        static final List<Field<Row>> FIELDS = Stream.of(
                        Stream.of(new Field<Row>("version", "bigint", Row::version)),
                        MetadataColumns.fields("occurred_at", Row::metadata).stream(),
                        Stream.of(new Field<Row>("payload", "text", Row::payload)))
                .flatMap(fields -> fields)
                .toList();
    }

    private final Database database;
    private final EventCodec codec;
    private final SettledLog<RecordedEvent> log;
    private final RecordedStreams recorded;
    private final RowsStatement<Row> insert;
    private final String load;

    public PostgresEventStore(Database database, EventCodec codec) {
        String events = database.table("events");
        this.database = database;
        this.codec = codec;
        this.log = new SettledLog<>(
                database, new LogTable<>("events", COLUMNS, "occurred_at", PostgresEventStore::recordedEvent));
        this.recorded = new RecordedStreams(database);
        this.insert = new RowsStatement<>(Row.FIELDS, (rows, inOrder) -> insert(events, rows, inOrder));
        this.load = "SELECT %s FROM %s WHERE stream_type = ? AND stream_id = ? AND version > ? ORDER BY version"
                .formatted(COLUMNS, events);
    }

    @Override
    public Appended append(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one event: stream " + stream);
        }
        Sql statement = bound(stream, expected, events);
        List<Long> positions;
        try {
            positions = database.joined(connection -> statement.all(connection, row -> row.getLong(1)));
        } catch (DatabaseException e) {
            if (Database.state(e).filter(LOST_RACE::contains).isEmpty()) {
                throw e;
            }
            return recorded.afterLostRace(stream, expected, events);
        }
        if (positions.isEmpty()) {
            return recorded.insteadOf(stream, expected, events);
        }
        database.transactions().afterCommit(log::wake);
        return new Appended(stream, expected.value() + events.size(), positions.getLast());
    }

    @Override
    public List<RecordedEvent> load(StreamId stream, long afterVersion) {
        return database.joined(connection -> Sql.of(load, stream.type(), stream.id(), afterVersion)
                .all(connection, PostgresEventStore::recordedEvent));
    }

    @Override
    public SettledLog<RecordedEvent> log() {
        return log;
    }

    /** Closes the log. */
    @Override
    public void close() {
        log.close();
    }

    private static String insert(String events, String rows, String inOrder) {
        return """
                INSERT INTO %1$s (stream_type, stream_id, version, %2$s, payload)
                SELECT ?, ?, new.version, new.event_id, new.event_type, new.event_version, %3$s,
                       new.correlation_id, new.causation_id, new.actor, new.traceparent, new.payload
                FROM %4$s
                WHERE ? = coalesce(
                    (SELECT max(version) FROM %1$s WHERE stream_type = ? AND stream_id = ?), 0)
                %5$s
                RETURNING position
                """.formatted(
                events, MetadataColumns.names("occurred_at"), MetadataColumns.timeOf("new.occurred_at"), rows, inOrder);
    }

    private Sql bound(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        List<Row> rows = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            rows.add(new Row(expected.value() + rows.size() + 1, event.metadata(), codec.encode(event.payload())));
        }
        return insert.of(
                List.of(stream.type(), stream.id()), rows, List.of(expected.value(), stream.type(), stream.id()));
    }

    private static RecordedEvent recordedEvent(ResultSet row) throws SQLException {
        return new RecordedEvent(
                row.getLong(1),
                new StreamId(row.getString(2), row.getString(3)),
                row.getLong(4),
                MetadataColumns.read(row, 5),
                row.getString(13));
    }
}
