package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresCheckpointsTest {

    private TestDatabase database;
    private Database plain;
    private PostgresCheckpoints checkpoints;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.migrated();
        plain = database.database();
        checkpoints = new PostgresCheckpoints(plain);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void the_history_has_one_row_for_a_second_however_often_the_cursor_moved() {
        AllLanes relay = AllLanes.of(checkpoints, PostgresOutbox.SUBSCRIPTION);

        for (int position = 1; position <= 200; position++) {
            relay.advance(position);
        }

        assertThat(database.value("SELECT count(*) = count(DISTINCT date_trunc('second', passed_at))"
                        + " AND max(position) = 200 FROM millrace.checkpoint_history"))
                .isEqualTo("t");
    }
}
