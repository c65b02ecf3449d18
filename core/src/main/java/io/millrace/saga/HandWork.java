package io.millrace.saga;

import io.millrace.saga.Input.ByHand;
import io.millrace.saga.Input.Cancelled;
import io.millrace.saga.Input.Extended;
import io.millrace.saga.Input.Resolved;
import io.millrace.saga.Input.Retried;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.Step.CallStep;
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
        resume();
        move.route().awaited().ifPresentOrElse(this::renew, move::proceed);
    }

    private void renew(StepRun run) {
        boolean probed = run.status() == StepStatus.IN_DOUBT
                && move.route().step(run.step()) instanceof CallStep<S> call
                && call.probe() != null;
        move.put(run.renewed(probed ? StepStatus.IN_DOUBT : StepStatus.RETRYING, move.now()));
    }

    private void resolve(Resolved input) {
        if (move.instance().status() != SagaStatus.SUSPENDED) {
            return;
        }
        Optional<StepRun> stuck = move.route().awaited();
        if (stuck.isEmpty()) {
            return;
        }
        StepRun run = stuck.get();
        move.noteBy(
                input.operator(), Kind.RESOLVED, run.step(), input.resolution().name());
        resume();
        if (input.resolution() == Resolution.NOT_DONE && run.is(Direction.FORWARD) && mayTurnBack()) {
            move.end(run, StepStatus.REJECTED);
            move.turnBack(Cause.REJECTED, input.operator().reason());
            return;
        }
        move.end(run, StepStatus.RESOLVED_BY_HAND);
        if (isPivot(run) && input.resolution() == Resolution.DONE) {
            move.change(move.instance().with(move.instance().course().past()));
        }
        move.proceed();
    }

    private boolean isPivot(StepRun run) {
        Step<S> definition = move.route().step(run.step());
        return run.is(Direction.FORWARD)
                && definition != null
                && definition.basics().pivot();
    }

    private void resume() {
        move.change(move.instance().with(move.instance().course().resumed()));
    }
}
