package io.millrace.testkit.saga;

import io.millrace.deadletter.Operator;
import io.millrace.saga.Direction;
import io.millrace.saga.Resolution;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaInstance.Suspension;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import java.time.Duration;
import java.util.Optional;

/** Operators, who cancel and retry at any time, and who look before they say what became of a step. */
record People<S extends Record>(World<S> world) {

    private static final Operator SOMEBODY = new Operator("chaos", "at random");

    void act() {
        switch (world.dice(5)) {
            case 0 -> {
                world.tell(() -> "an operator cancels");
                world.saga().cancel(SOMEBODY);
            }
            case 1 -> {
                world.tell(() -> "an operator gives it more time");
                world.saga().extend(SOMEBODY, world.time(Duration.ofMinutes(10)));
            }
            case 2 -> stuck().ifPresent(this::resolve);
            default -> retry();
        }
    }

    void retry() {
        if (world.saga().instance().status() == SagaStatus.SUSPENDED) {
            world.tell(() -> "an operator retries");
            world.saga().retry(SOMEBODY);
        }
    }

    private Optional<StepRun> stuck() {
        SagaInstance instance = world.saga().instance();
        Suspension suspension = instance.course().suspension();
        if (suspension == null) {
            return Optional.empty();
        }
        Direction way = suspension.from() == SagaStatus.COMPENSATING ? Direction.COMPENSATE : Direction.FORWARD;
        return instance.steps().stream()
                .filter(run -> run.direction() == way)
                .filter(run -> run.status() == StepStatus.IN_DOUBT || run.status() == StepStatus.FAILED)
                .findFirst();
    }

    private void resolve(StepRun run) {
        StepEffect effect = world.effect(run.step());
        boolean goesBack = run.direction() == Direction.COMPENSATE;
        if (goesBack) {
            effect.undo();
        }
        boolean done = goesBack || effect.stands();
        if (!done && !shutOut(effect)) {
            return;
        }
        Resolution resolution = done ? Resolution.DONE : Resolution.NOT_DONE;
        world.tell(() -> "an operator says that %s is %s".formatted(run, resolution));
        world.saga().resolve(SOMEBODY, resolution);
    }

    /** Before somebody says that it has not happened he sees to it that it won't. */
    private boolean shutOut(StepEffect effect) {
        if (world.saga().instance().course().pastPivot()) {
            return false;
        }
        effect.undo();
        return effect.isShut();
    }
}
