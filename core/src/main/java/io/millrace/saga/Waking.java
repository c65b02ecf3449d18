package io.millrace.saga;

import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.Route.Next;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.Step.CallStep;
import io.millrace.saga.Step.CommandStep;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is due when a runner has claimed a saga. */
record Waking<S extends Record>(SagaMove<S> move) {

    void wake() {
        SagaInstance instance = move.instance();
        if (instance.status().ended() || instance.status() == SagaStatus.SUSPENDED) {
            return;
        }
        Optional<StepRun> awaited = move.route().awaited();
        awaited.filter(move.route()::isCallInFlight).ifPresent(this::lost);
        if (isPast(move.route().deadline())) {
            move.note(Kind.WOKEN, null, "the deadline has passed");
            turnBack(Cause.DEADLINE, "the deadline has passed");
            return;
        }
        if (awaited.isEmpty()) {
            move.route().next(move.now()).ifPresentOrElse(this::begin, this::goOn);
            return;
        }
        awaited.filter(run -> isPast(run.dueAt())).ifPresent(this::overdue);
    }

    private boolean isPast(@Nullable Instant time) {
        return time != null && !time.isAfter(move.now());
    }

    /** Who made the call is gone, for the saga could be claimed; it began at any time before. */
    private void lost(StepRun run) {
        move.note(Kind.LOST, run.step(), null);
        new Repetition<>(move).after(run.triedAt(move.now()), "cut off");
    }

    private void begin(Next<S> next) {
        StepRun begun = StepRun.begun(next.id(), next.direction(), move.now());
        switch (next.definition()) {
            case CallStep<S> call -> call(begun);
            case CommandStep<S> command -> goOn();
            case Step.PublishStep<S> publish -> goOn();
            case null, default -> move.work(Work.Kind.LOCAL, begun);
        }
    }

    private void goOn() {
        move.note(Kind.WOKEN, null, null);
        move.proceed();
    }

    private void call(StepRun begun) {
        move.note(Kind.CALLED, begun.step(), "attempt " + begun.attempts());
        move.put(begun);
        move.work(Work.Kind.CALL, begun);
    }

    private void overdue(StepRun run) {
        switch (run.status()) {
            case IN_FLIGHT -> unanswered(run);
            case RETRYING -> again(run);
            case IN_DOUBT -> move.work(Work.Kind.PROBE, run);
            case FAILED, REJECTED, DONE, RESOLVED_BY_HAND -> {}
        }
    }

    private void unanswered(StepRun run) {
        String reason = "step '%s' was not answered in time".formatted(run.step());
        move.note(Kind.WOKEN, run.step(), "no answer in time");
        move.put(run.failed(StepStatus.IN_DOUBT, move.now(), "no answer in time"));
        if (run.is(Direction.COMPENSATE) || move.instance().course().pastPivot()) {
            move.suspend(reason);
        } else {
            turnBack(Cause.UNANSWERED, reason);
        }
    }

    private void turnBack(Cause cause, String reason) {
        try {
            move.turnBack(cause, reason);
        } catch (DefinitionException e) {
            move.suspend(String.valueOf(e.getMessage()));
        }
    }

    private void again(StepRun run) {
        switch (move.route().step(run.step())) {
            case CallStep<S> call -> call(run.begunAgain(move.now()));
            case CommandStep<S> command -> {
                move.note(Kind.WOKEN, run.step(), "sent again");
                try {
                    move.sendAgain(command, run);
                } catch (DefinitionException e) {
                    move.suspend(String.valueOf(e.getMessage()));
                }
            }
            case null, default -> move.work(Work.Kind.LOCAL, run.begunAgain(move.now()));
        }
    }
}
