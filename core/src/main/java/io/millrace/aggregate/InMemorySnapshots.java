package io.millrace.aggregate;

import io.millrace.store.StreamId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots in memory, for unit tests. Safe for use by many threads. */
public final class InMemorySnapshots implements Snapshots {

    private record Place(StreamId stream, int schema) {}

    private final Map<Place, Snapshot> newest = new ConcurrentHashMap<>();

    @Override
    public Optional<Snapshot> latest(StreamId stream, int schema) {
        return Optional.ofNullable(newest.get(new Place(stream, schema)));
    }

    @Override
    public void keep(StreamId stream, Snapshot snapshot) {
        newest.merge(
                new Place(stream, snapshot.schema()),
                snapshot,
                (kept, offered) -> offered.version() > kept.version() ? offered : kept);
    }
}
