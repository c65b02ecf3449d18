package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.Snapshot;
import io.millrace.store.StreamId;
import org.junit.jupiter.api.Test;

class PostgresSnapshotsTest {

    @Test
    void the_newest_snapshot_of_each_schema_is_kept() {
        try (TestDatabase database = TestDatabase.migrated()) {
            PostgresSnapshots snapshots = new PostgresSnapshots(database.database());
            StreamId stream = TestEvents.aStream();

            snapshots.keep(stream, new Snapshot(10, 1, "ten"));
            snapshots.keep(stream, new Snapshot(20, 1, "twenty"));
            snapshots.keep(stream, new Snapshot(15, 1, "fifteen"));
            snapshots.keep(stream, new Snapshot(5, 2, "five"));

            assertThat(snapshots.latest(stream, 1)).contains(new Snapshot(20, 1, "twenty"));
            assertThat(snapshots.latest(stream, 2)).contains(new Snapshot(5, 2, "five"));
            assertThat(snapshots.latest(stream, 3)).isEmpty();
            assertThat(snapshots.latest(TestEvents.aStream(), 1)).isEmpty();
        }
    }
}
