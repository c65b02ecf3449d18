package io.millrace.store;

import io.millrace.log.Log;
import java.util.List;

/**
 * Streams of events that never change.
 *
 * <p>An acknowledged append survives a crash (ES-1); a failed one left nothing (ES-2); versions in a stream are
 * 1..n without holes (ES-3). Safe for use by many threads. Appends join the active transaction; without one, an
 * append is a transaction of its own.
 */
public interface EventStore {

    /**
     * Appends the events if the stream has the expected version, all or none. Repeating an append with the same
     * event ids and expected version returns the first result.
     *
     * @throws VersionConflictException if the stream has another version (ES-5)
     * @throws IllegalArgumentException if there are no events
     */
    Appended append(StreamId stream, ExpectedVersion expected, List<NewEvent> events);

    /** The events of the stream after the version, in order; those of the active transaction included. */
    List<RecordedEvent> load(StreamId stream, long afterVersion);

    /** All events of all streams, for subscribers (ES-4). */
    Log<RecordedEvent> log();
}
