package io.millrace.saga;

import io.millrace.saga.Input.ByHand;
import io.millrace.saga.Input.Cancelled;
import io.millrace.saga.Input.Extended;
import io.millrace.saga.Input.Resolved;
import io.millrace.saga.Input.Retried;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.SagaInstance.Cause;
import java.util.Optional;

/** What a person makes of a saga; nothing where the saga does not stand so. */
record HandWork<S extends Record>(SagaMove<S> move) {

    void apply(ByHand input) {
        switch (input) {
            case Cancelled cancelled -> cancel(cancelled);
            case Retried retried -> retry(retried);
            case Resolved resolved -> resolve(resolved);
            case Extended extended -> extend(extended);
        }
    }

    private boolean mayTurnBack() {
        SagaInstance instance = move.instance();
        return !instance.status().ended()
                && !instance.course().pastPivot()
                && instance.course().undoing() == null;
    }

    private void cancel(Cancelled input) {
        if (mayTurnBack()) {
            move.noteBy(input.operator(), Kind.CANCELLED, null, input.operator().reason());
            move.turnBack(Cause.CANCELLED, input.operator().reason());
        }
    }

    private void extend(Extended input) {
        if (mayTurnBack()) {
            move.noteBy(input.operator(), Kind.EXTENDED, null, "by " + input.time());
            move.change(move.instance()
                    .with(move.instance().times().deadline(move.now().plus(input.time()))));
        }
    }

    private void retry(Retried input) {
        if (move.instance().status() != SagaStatus.SUSPENDED) {
            return;
        }
        move.noteBy(input.operator(), Kind.RETRIED, null, null);
        new Resumption<>(move).goOn();
    }

    private void resolve(Resolved input) {
        if (move.instance().status() != SagaStatus.SUSPENDED) {
            return;
        }
        new Resumption<>(move).resume();
        move.route().awaited().or(this::notBegun).ifPresent(run -> resolve(run, input));
    }

    /** A step whose message could not even be made. */
    private Optional<StepRun> notBegun() {
        return move.route().next(move.now()).map(next -> StepRun.begun(next.id(), next.direction(), move.now()));
    }

    private void resolve(StepRun run, Resolved input) {
        requirePossible(run, input.resolution());
        SagaInstance.Course course = move.instance().course();
        boolean refused = input.resolution() == Resolution.NOT_DONE && run.is(Direction.FORWARD) && !course.pastPivot();
        move.noteBy(
                input.operator(), Kind.RESOLVED, run.step(), input.resolution().name());
        move.end(run, refused ? StepStatus.REJECTED : StepStatus.RESOLVED_BY_HAND);
        if (refused && course.undoing() == null) {
            move.turnBack(Cause.REJECTED, input.operator().reason());
            return;
        }
        if (isPivot(run)) {
            move.change(move.instance().with(move.instance().course().past()));
        }
        move.proceed();
    }

    /** A saga that is COMPENSATED has left nothing behind. */
    private static void requirePossible(StepRun run, Resolution resolution) {
        if (run.is(Direction.COMPENSATE) && resolution == Resolution.NOT_DONE) {
            String undo = run.step().equals(Saga.WHEN_UNDONE)
                    ? "'%s'".formatted(run.step())
                    : "the undo of step '%s'".formatted(run.step());
            throw new IllegalStateException(
                    "%s can't be left out: retry it, or do it by hand and then say DONE".formatted(undo));
        }
    }

    private boolean isPivot(StepRun run) {
        Step<S> definition = move.route().step(run.step());
        return run.is(Direction.FORWARD)
                && definition != null
                && definition.basics().pivot();
    }
}
