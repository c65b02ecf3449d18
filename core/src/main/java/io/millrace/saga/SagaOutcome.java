package io.millrace.saga;

import io.millrace.saga.SagaInstance.Undoing;
import java.util.Optional;
import java.util.UUID;

/**
 * How a saga ended.
 *
 * @param undoing why it was undone, if it was
 * @param state JSON
 */
public record SagaOutcome(UUID id, String key, SagaStatus status, Optional<Undoing> undoing, String state) {

    static SagaOutcome of(SagaInstance ended) {
        return new SagaOutcome(
                ended.id(),
                ended.key(),
                ended.status(),
                Optional.ofNullable(ended.course().undoing()),
                ended.state());
    }

    public boolean completed() {
        return status == SagaStatus.COMPLETED;
    }
}
