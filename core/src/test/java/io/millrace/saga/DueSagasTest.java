package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.InMemoryOutbox;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.saga.DueSagas.Places;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Outages;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueSagasTest {

    private static final int BATCH = 3;
    private static final SagaRunner.Settings SETTINGS = new SagaRunner.Settings(
            1, BATCH, 4, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final Saga<Order> paying = Saga.named("pay", Order.class)
            .call("pay", (state, attempt) -> "paid")
            .noUndoNeeded("nothing is paid")
            .build();
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final EventTypes types = EventTypes.of();
    private final JsonEventCodec codec = new JsonEventCodec(types);
    private final Clock clock = Clock.systemUTC();
    private final Sagas sagas = Sagas.of(
            new SagaEnvironment(
                    new InMemorySagaStore(transactions, clock),
                    new InMemoryOutbox(transactions, new OutgoingMessages(types, codec, clock)),
                    transactions,
                    types,
                    codec,
                    Outages.declared()),
            List.of(paying));
    private final DueSagas due = new DueSagas(sagas.engine(), SETTINGS, "here");

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
            sagas.start(paying, "o-" + i, Order.placed());
        }
    }
}
