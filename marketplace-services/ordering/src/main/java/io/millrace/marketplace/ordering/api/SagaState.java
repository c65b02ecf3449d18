package io.millrace.marketplace.ordering.api;

import io.millrace.saga.Direction;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the checkout of an order stands. */
record SagaState(String name, int version, SagaStatus status, List<Step> steps) {

    /**
     * A step that was begun.
     *
     * @param direction forward, or back where it is its undo
     */
    record Step(
            String id,
            Direction direction,
            StepStatus status,
            int attempts,
            Instant startedAt,
            @Nullable Instant endedAt) {

        static Step of(StepRun run) {
            return new Step(run.step(), run.direction(), run.status(), run.attempts(), run.startedAt(), run.endedAt());
        }
    }

    static SagaState of(SagaInstance saga) {
        List<Step> steps = saga.steps().stream()
                .sorted(Comparator.comparing(StepRun::direction).thenComparing(StepRun::startedAt))
                .map(Step::of)
                .toList();
        return new SagaState(saga.identity().name(), saga.identity().version(), saga.status(), steps);
    }
}
