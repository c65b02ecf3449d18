package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.saga.DueSagas.Places;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueSagasTest {

    private static final int BATCH = 3;
    private static final SagaRunner.Settings SETTINGS = new SagaRunner.Settings(
            1, BATCH, 4, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final MemorySagas memory = MemorySagas.empty();
    private final DueSagas due = new DueSagas(memory.sagas().engine(), SETTINGS, "here");

    @Test
    void calls_without_a_place_leave_nothing_to_do_until_they_are_looked_at_again() {
        start(BATCH - 1);

        DueSagas.Moved moved = due.move(new Places(0, 1));

        assertThat(moved).isEqualTo(new DueSagas.Moved(0, List.of(), List.of()));
        assertThat(due.move(new Places(BATCH, 1)).calls()).isEmpty();
    }

    @Test
    void behind_a_full_batch_of_calls_without_a_place_others_may_be_due() {
        start(BATCH + 1);

        assertThat(due.move(new Places(0, 1)).count()).isEqualTo(BATCH);
        assertThat(due.move(new Places(BATCH, 1)).calls()).hasSize(1);
    }

    @Test
    void as_many_calls_begin_as_there_are_places() {
        start(BATCH - 1);

        DueSagas.Moved moved = due.move(new Places(1, 1));

        assertThat(moved.count()).isEqualTo(1);
        assertThat(moved.calls()).hasSize(1);
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            memory.start(MemorySagas.PAYING, "o-" + i);
        }
    }
}
