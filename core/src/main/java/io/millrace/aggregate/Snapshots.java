package io.millrace.aggregate;

import io.millrace.store.StreamId;
import java.util.Optional;

/** A cache of aggregate states that may lose anything at any time: the events are the truth. */
public interface Snapshots {

    /** The newest snapshot of the stream with that schema. */
    Optional<Snapshot> latest(StreamId stream, int schema);

    /** Keeps the snapshot unless there is a newer one. */
    void keep(StreamId stream, Snapshot snapshot);

    /** Keeps nothing. */
    static Snapshots none() {
        return new Snapshots() {
            @Override
            public Optional<Snapshot> latest(StreamId stream, int schema) {
                return Optional.empty();
            }

            @Override
            public void keep(StreamId stream, Snapshot snapshot) {}
        };
    }
}
