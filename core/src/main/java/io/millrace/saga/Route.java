package io.millrace.saga;

import io.millrace.saga.Step.CallStep;
import io.millrace.saga.Step.LocalStep;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an instance stands in its definition, and what comes next. */
record Route<S extends Record>(Saga<S> saga, SagaInstance instance) {

    /**
     * A step that has not begun.
     *
     * @param definition null for what is done when all is undone
     */
    record Next<S>(String id, Direction direction, @Nullable Step<S> definition) {}

    /** What was begun the way that the saga goes, and is not over. */
    Optional<StepRun> awaited() {
        Direction way = way();
        return instance.steps().stream()
                .filter(run -> !run.over() && (run.is(way) || isCallInFlight(run)))
                .max(Comparator.comparing(this::isCallInFlight));
    }

    private Direction way() {
        SagaInstance.Suspension suspension = instance.course().suspension();
        SagaStatus status = suspension == null ? instance.status() : suspension.from();
        return status == SagaStatus.COMPENSATING ? Direction.COMPENSATE : Direction.FORWARD;
    }

    /** Whether somebody makes the call now, or made it when he vanished. */
    boolean isCallInFlight(StepRun run) {
        return run.status() == StepStatus.IN_FLIGHT && step(run.step()) instanceof CallStep;
    }

    /** What may begin; empty while something is awaited, and where nothing is left. */
    Optional<Next<S>> next(Instant now) {
        if (instance.status() == SagaStatus.SUSPENDED
                || instance.status().ended()
                || awaited().isPresent()) {
            return Optional.empty();
        }
        if (instance.status() == SagaStatus.RUNNING) {
            return current().map(step -> new Next<>(step.id(), Direction.FORWARD, step));
        }
        Optional<StepRun> undo = toUndo();
        return undo.isPresent()
                ? undo.filter(run -> !undoableFrom(run).isAfter(now))
                        .map(run -> new Next<>(run.step(), Direction.COMPENSATE, step(run.step())))
                : closing();
    }

    private Optional<Next<S>> closing() {
        boolean begun = instance.run(Saga.WHEN_UNDONE, Direction.COMPENSATE).isPresent();
        return saga.reactions().whenUndone().isPresent() && !begun
                ? Optional.of(new Next<>(Saga.WHEN_UNDONE, Direction.COMPENSATE, null))
                : Optional.empty();
    }

    /** Whether nothing is left to do the way that the saga goes. */
    boolean done(Instant now) {
        boolean under = instance.status() == SagaStatus.RUNNING || instance.status() == SagaStatus.COMPENSATING;
        return under
                && awaited().isEmpty()
                && next(now).isEmpty()
                && (way() == Direction.FORWARD || toUndo().isEmpty());
    }

    /** The first step that is not settled. */
    Optional<Step<S>> current() {
        return saga.steps().stream().filter(step -> !settled(step.id())).findFirst();
    }

    private boolean settled(String step) {
        return instance.run(step, Direction.FORWARD)
                .filter(run -> run.status().settled())
                .isPresent();
    }

    /** What may have happened and is not undone yet: what is in doubt, then the one that ended last (SG-5). */
    private Optional<StepRun> toUndo() {
        return instance.steps().stream()
                .filter(run -> run.is(Direction.FORWARD) && mayHaveHappened(run))
                .filter(run -> instance.run(run.step(), Direction.COMPENSATE).isEmpty())
                .filter(run -> saga.step(run.step()).filter(Step::undoable).isPresent())
                .max(Comparator.comparingLong(run -> run.endedSeq() == 0 ? Long.MAX_VALUE : run.endedSeq()));
    }

    /** Of a local step it is known, for its failure rolled back. */
    private boolean mayHaveHappened(StepRun run) {
        boolean local = step(run.step()) instanceof LocalStep;
        return local ? run.status().settled() : run.status() != StepStatus.REJECTED;
    }

    /** When a step may be undone: a call that is in doubt must not take effect after its undo. */
    private Instant undoableFrom(StepRun run) {
        return run.over() ? Instant.MIN : settledAt(run);
    }

    /** From when on a call has taken effect, or never will. */
    Instant settledAt(StepRun run) {
        return step(run.step()) instanceof CallStep<S> call
                ? run.triedAt().plus(call.times().settlesWithin())
                : Instant.MIN;
    }

    /** When the saga has something to do; null if it waits for a message or a person only. */
    @Nullable
    Instant wakeAt(Instant now) {
        if (instance.status() == SagaStatus.SUSPENDED || instance.status().ended()) {
            return null;
        }
        Optional<StepRun> awaited = awaited();
        if (awaited.isPresent()) {
            return isCallInFlight(awaited.get()) ? now : earlier(awaited.get().dueAt(), deadline());
        }
        if (next(now).isPresent()) {
            return now;
        }
        return way() == Direction.COMPENSATE ? toUndo().map(this::undoableFrom).orElse(null) : deadline();
    }

    /** The deadline while it counts. */
    @Nullable
    Instant deadline() {
        boolean counts =
                instance.status() == SagaStatus.RUNNING && !instance.course().pastPivot();
        return counts ? instance.times().deadlineAt() : null;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** The definition of a step, or null for what is done when all is undone. */
    @Nullable
    Step<S> step(String id) {
        return saga.step(id).orElse(null);
    }
}
