package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.saga.StepFence.Entry;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepFenceRetentionTest {

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final PostgresStepFence fence = new PostgresStepFence(database);

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void marks_are_forgotten_30_days_after_they_were_last_made() {
        act("applied long ago");
        act("applied long ago, undone lately");
        act("applied lately");
        madeDaysAgo(31, "applied long ago%");
        madeDaysAgo(29, "applied lately");
        database.transactions().run(() -> fence.undo("applied long ago, undone lately"));

        try (Retention retention = Retention.start(database, Retention.Settings.defaults())) {
            Eventually.holds("it is forgotten", () -> marks() == 2);
            assertThat(retention.failure()).isEmpty();
        }

        assertThat(act("applied long ago, undone lately")).isEqualTo(Entry.UNDONE);
        assertThat(act("applied lately")).isEqualTo(Entry.REPEATED);
    }

    @Test
    void many_marks_are_forgotten_and_none_where_everything_is_kept() {
        given.execute("INSERT INTO millrace.step_fences SELECT n, 'APPLIED', now() - interval '1 year'"
                + " FROM generate_series(1, 25000) AS n");
        Partitions partitions = new Partitions(database);
        Retention.Settings settings = Retention.Settings.defaults();

        partitions.reclaim(settings.keepingEverything());
        int kept = marks();
        partitions.reclaim(settings);

        assertThat(kept).isEqualTo(25_000);
        assertThat(marks()).isZero();
    }

    private Entry act(String key) {
        return database.transactions().call(() -> fence.act(key));
    }

    private void madeDaysAgo(int days, String keys) {
        given.execute("UPDATE millrace.step_fences SET at = now() - interval '"
                + Duration.ofDays(days).toHours() + " hours' WHERE key LIKE '" + keys + "'");
    }

    private int marks() {
        return Integer.parseInt(given.value("SELECT count(*) FROM millrace.step_fences"));
    }
}
