package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventContext;
import io.millrace.event.EventMetadata;
import org.junit.jupiter.api.Test;

class SagaCancelTest {

    private static final EventContext OF_THE_SAGA = new EventContext("order-1", "placed-1", "kim", "00-order-1");

    private final MemorySagas memory = MemorySagas.empty();

    @Test
    void what_undoes_a_cancelled_saga_belongs_to_the_saga_and_is_caused_by_who_cancelled() {
        OF_THE_SAGA.run(() -> memory.start(MemorySagas.HOLDING, "o-1"));

        new EventContext("complaint-9", "complained-9", "robot", "00-complaint-9").run(this::cancel);

        assertThat(context(memory.sent().getLast()))
                .isEqualTo(new EventContext("order-1", "complained-9", "kim", "00-order-1"));
    }

    @Test
    void what_undoes_a_saga_that_nothing_known_has_cancelled_is_caused_by_what_began_it() {
        OF_THE_SAGA.run(() -> memory.start(MemorySagas.HOLDING, "o-1"));

        cancel();

        assertThat(context(memory.sent().getLast())).isEqualTo(OF_THE_SAGA);
    }

    private void cancel() {
        assertThat(memory.sagas().cancel("hold", "o-1", Order.OPERATOR)).isEqualTo(Sagas.Cancellation.ALREADY_UNDONE);
    }

    private static EventContext context(EventMetadata sent) {
        assertThat(sent.type()).isEqualTo("LetGo");
        return new EventContext(sent.correlationId(), sent.causationId(), sent.actor(), sent.traceparent());
    }
}
