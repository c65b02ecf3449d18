package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.log.Lease;
import io.millrace.log.LeaseLostException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresCheckpointsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

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
    void a_lease_is_claimed_apart_from_a_transaction_that_rolls_back() {
        assertThatThrownBy(() -> plain.transactions().run(() -> {
                    assertThat(checkpoints.claim("s", "me", MINUTE)).isPresent();
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(checkpoints.claim("s", "you", MINUTE)).isEmpty();
    }

    @Test
    void an_instance_that_was_suspended_past_its_lease_moves_nothing() {
        Lease mine = checkpoints.claim("s", "me", MINUTE).orElseThrow();
        checkpoints.advance(mine, 5);
        database.execute("UPDATE millrace.checkpoints SET lease_until = clock_timestamp() - interval '1 second'");

        assertThatThrownBy(() -> checkpoints.advance(mine, 6)).isInstanceOf(LeaseLostException.class);
        Lease yours = checkpoints.claim("s", "you", MINUTE).orElseThrow();

        assertThat(yours.epoch()).isGreaterThan(mine.epoch());
        assertThatThrownBy(() -> checkpoints.advance(mine, 6)).isInstanceOf(LeaseLostException.class);
        assertThat(checkpoints.position("s")).isEqualTo(5);
    }

    @Test
    void the_history_has_one_row_for_a_second_however_often_the_cursor_moved() {
        Lease lease = checkpoints.claim("s", "me", MINUTE).orElseThrow();

        for (int position = 1; position <= 200; position++) {
            checkpoints.advance(lease, position);
        }

        assertThat(database.value("SELECT count(*) = count(DISTINCT date_trunc('second', passed_at))"
                        + " AND max(position) = 200 FROM millrace.checkpoint_history"))
                .isEqualTo("t");
    }
}
