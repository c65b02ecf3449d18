package io.millrace.postgres;

import io.millrace.store.Appended;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Tells what an append met that found another version: its own first attempt, or a conflict. */
final class RecordedStreams {

    private static final long HIDDEN = -1;

    private record Stored(UUID eventId, long position) {}

    private final Database database;
    private final Semaphore secondConnection = new Semaphore(1);
    private final String stored;
    private final String version;

    RecordedStreams(Database database) {
        String events = database.table("events");
        this.database = database;
        this.stored = """
                SELECT event_id, position
                FROM %s
                WHERE stream_type = ? AND stream_id = ? AND version > ? AND version <= ?
                ORDER BY version
                """.formatted(events);
        this.version =
                "SELECT coalesce(max(version), 0) FROM %s WHERE stream_type = ? AND stream_id = ?".formatted(events);
    }

    /** The result of the first attempt if these very events are stored; else a conflict. */
    Appended insteadOf(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        return database.joined(connection -> resolve(connection, stream, expected, events));
    }

    /** As {@link #insteadOf}, where an error may have ended the caller's transaction: then it is a conflict. */
    Appended afterLostRace(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        if (!database.transactions().active()) {
            return insteadOf(stream, expected, events);
        }
        throw new VersionConflictException(stream, expected.value(), versionSeenFromOutside(stream));
    }

    private Appended resolve(Connection connection, StreamId stream, ExpectedVersion expected, List<NewEvent> events)
            throws SQLException {
        long through = expected.value() + events.size();
        List<Stored> there = Sql.of(stored, stream.type(), stream.id(), expected.value(), through)
                .all(connection, row -> new Stored(row.getObject(1, UUID.class), row.getLong(2)));
        List<UUID> ids =
                events.stream().map(event -> event.metadata().eventId()).toList();
        if (there.stream().map(Stored::eventId).toList().equals(ids)) {
            return new Appended(stream, through, there.getLast().position());
        }
        throw new VersionConflictException(stream, expected.value(), version(connection, stream));
    }

    private long version(Connection connection, StreamId stream) throws SQLException {
        return Sql.of(version, stream.type(), stream.id()).one(connection, row -> row.getLong(1));
    }

    private long versionSeenFromOutside(StreamId stream) {
        // One at a time: if many callers that hold a connection waited for a second one, a pool would run dry.
        if (!secondConnection.tryAcquire()) {
            return HIDDEN;
        }
        try {
            return database.apart(connection -> version(connection, stream));
        } catch (DatabaseException e) {
            return HIDDEN;
        } finally {
            secondConnection.release();
        }
    }
}
