package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.InMemorySnapshots;
import io.millrace.aggregate.Snapshot;
import io.millrace.store.StreamId;
import org.junit.jupiter.api.Test;

class InMemorySnapshotsTest {

    private final InMemorySnapshots snapshots = new InMemorySnapshots();
    private final StreamId stream = new StreamId("Note", "1");

    @Test
    void the_newest_snapshot_of_a_schema_is_kept() {
        Snapshot newer = new Snapshot(20, 1, "newer");
        Snapshot otherSchema = new Snapshot(5, 2, "other");
        snapshots.keep(stream, newer);
        snapshots.keep(stream, new Snapshot(10, 1, "older"));
        snapshots.keep(stream, otherSchema);

        assertThat(snapshots.latest(stream, 1)).contains(newer);
        assertThat(snapshots.latest(stream, 2)).contains(otherSchema);
        assertThat(snapshots.latest(stream, 3)).isEmpty();
        assertThat(snapshots.latest(new StreamId("Other", "1"), 1)).isEmpty();
    }
}
