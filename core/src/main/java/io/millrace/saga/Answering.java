package io.millrace.saga;

import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.Step.CommandStep;
import io.millrace.saga.Transition.Disposition;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a message means to a saga. */
record Answering<S extends Record>(Saga<S> saga, SagaMove<S> move) {

    void take(Object event) {
        if (move.instance().status().ended()) {
            move.dispose(Disposition.LATE);
            return;
        }
        for (Step<S> step : saga.steps()) {
            if (step instanceof CommandStep<S> command && command.messages().contains(event.getClass())) {
                take(command, event);
                return;
            }
        }
        move.dispose(Disposition.IGNORED);
    }

    private void take(CommandStep<S> command, Object event) {
        boolean ofUndo = command.undo() != null && command.undo().answers().contains(event.getClass());
        Direction way = ofUndo ? Direction.COMPENSATE : Direction.FORWARD;
        Optional<StepRun> run = move.instance().run(command.id(), way).filter(begun -> !begun.over());
        if (run.isEmpty()) {
            move.dispose(Disposition.IGNORED);
            return;
        }
        if (!ofUndo && move.instance().run(command.id(), Direction.COMPENSATE).isPresent()) {
            move.dispose(Disposition.LATE);
            return;
        }
        try {
            answer(command, run.get(), event);
        } catch (DefinitionException e) {
            move.startOver();
            move.note(Kind.SUSPENDED, command.id(), event.getClass().getSimpleName());
            move.suspend(String.valueOf(e.getMessage()));
            move.dispose(Disposition.KEPT);
        }
    }

    private void answer(CommandStep<S> command, StepRun run, Object event) {
        String type = event.getClass().getSimpleName();
        Optional<BiFunction<S, Object, S>> refusal =
                run.is(Direction.FORWARD) ? command.rejections().of(event) : Optional.empty();
        if (refusal.isPresent()) {
            move.fold(command.id(), refusal.get(), event);
            move.note(Kind.REFUSED, command.id(), type);
            move.end(run, StepStatus.REJECTED);
            refused("step '%s' was refused: %s".formatted(command.id(), type));
            return;
        }
        BiFunction<S, Object, S> taking = command.answers().get(event.getClass());
        if (run.is(Direction.FORWARD) && taking != null) {
            move.fold(command.id(), taking, event);
        }
        move.note(Kind.ANSWERED, command.id(), type);
        resumeAt(run);
        move.end(run, StepStatus.DONE);
        move.proceed();
    }

    /** The first reason to turn back stands. */
    private void refused(String reason) {
        if (move.instance().course().undoing() == null) {
            move.turnBack(Cause.REJECTED, reason);
        } else {
            move.proceed();
        }
    }

    /** An answer to the step that the saga is suspended at lets it go on. */
    private void resumeAt(StepRun run) {
        boolean stoodThere = run.status() == StepStatus.IN_DOUBT
                && move.route().awaited().filter(run::equals).isPresent();
        if (stoodThere) {
            move.change(move.instance().with(move.instance().course().resumed()));
        }
    }
}
