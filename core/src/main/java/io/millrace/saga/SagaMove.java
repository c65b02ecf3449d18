package io.millrace.saga;

import io.millrace.deadletter.Operator;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.Route.Next;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.SagaInstance.Times;
import io.millrace.saga.SagaInstance.Undoing;
import io.millrace.saga.Step.CallStep;
import io.millrace.saga.Step.CommandStep;
import io.millrace.saga.Step.PublishStep;
import io.millrace.saga.Step.Request;
import io.millrace.saga.Transition.Disposition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One transition in the making. For one input, and one thread. */
final class SagaMove<S extends Record> {

    private final Saga<S> saga;
    private final SagaInstance before;
    private final SagaInstance begun;
    private final Instant now;

    private final List<OutgoingEvent> sends = new ArrayList<>();
    private final LinkedHashMap<String, StepRun> changed = new LinkedHashMap<>();
    private SagaInstance instance;
    private StateAtHand<S> state;
    private @Nullable Kind kind;
    private @Nullable String step;
    private @Nullable String detail;
    private @Nullable Operator operator;
    private @Nullable Work work;
    private Disposition disposition = Disposition.APPLIED;

    SagaMove(Saga<S> saga, SagaInstance before, Instant now) {
        this.saga = saga;
        this.before = before;
        this.now = now;
        this.begun = before.withoutTheWait(now);
        this.instance = begun;
        this.state = new StateAtHand<>(saga.state(), before.state());
    }

    SagaInstance instance() {
        return instance;
    }

    Route<S> route() {
        return new Route<>(saga, instance);
    }

    Instant now() {
        return now;
    }

    /** Says what happened; without it the input changes nothing. */
    void note(Kind what, @Nullable String atStep, @Nullable String more) {
        kind = what;
        step = atStep;
        detail = more == null ? null : Reason.cut(more);
    }

    void noteBy(Operator who, Kind what, @Nullable String atStep, @Nullable String more) {
        note(what, atStep, more);
        operator = who;
    }

    void dispose(Disposition of) {
        disposition = of;
    }

    void work(Work.Kind what, StepRun run) {
        work = new Work(what, run.step(), run.direction(), run.attempts());
    }

    /** Takes back all that the input has made of it so far. */
    void startOver() {
        instance = begun;
        state = new StateAtHand<>(saga.state(), before.state());
        changed.clear();
        sends.clear();
        kind = null;
    }

    void change(SagaInstance to) {
        instance = to;
    }

    void put(StepRun run) {
        changed.putLast(run.direction() + " " + run.step(), run);
        instance = instance.with(run);
    }

    /** Says when the call really began; that is stored with what became of it. */
    void begunAt(Work work, Instant at) {
        instance.run(work.step(), work.direction())
                .filter(run -> route().isCallInFlight(run) && run.attempts() == work.attempt())
                .ifPresent(run -> instance = instance.with(run.triedAt(at)));
    }

    void end(StepRun run, StepStatus as) {
        long ended =
                instance.steps().stream().filter(each -> each.endedSeq() > 0).count();
        put(run.ended(as, now, ended + 1));
    }

    void fold(String id, BiFunction<S, Object, S> fold, Object taken) {
        become(state.folded("step '%s'".formatted(id), before -> fold.apply(before, taken)));
    }

    private void become(StateAtHand<S> folded) {
        state = folded;
        instance = instance.withState(folded.json());
    }

    void send(String id, Request<S> request) {
        Object message = DefinitionException.unless("the message of step '%s'".formatted(id), () -> request.message()
                .apply(state.get()));
        sends.add(new OutgoingEvent(request.aggregateType(), instance.key(), message));
    }

    /** Goes on as far as messages carry it; what has to run is left to whoever claims the saga. */
    void proceed() {
        try {
            boolean goesOn;
            do {
                goesOn = sendNext();
            } while (goesOn);
            if (route().done(now)) {
                instance = instance.with(instance.course().ended());
            }
        } catch (DefinitionException e) {
            suspend(String.valueOf(e.getMessage()));
        }
    }

    private boolean sendNext() {
        Optional<Next<S>> next = route().next(now);
        return switch (next.map(Next::definition).orElse(null)) {
            case CommandStep<S> command when next.orElseThrow().direction() == Direction.FORWARD -> command(command);
            case CommandStep<S> command -> undo(command);
            case PublishStep<S> publish -> publish(publish);
            case null, default -> false;
        };
    }

    private boolean command(CommandStep<S> command) {
        send(command.id(), command.request());
        put(StepRun.begun(command.id(), Direction.FORWARD, now).dueAt(answerDue(command)));
        return false;
    }

    private boolean undo(CommandStep<S> command) {
        Step.UndoRequest<S> undo = command.undo();
        if (undo == null) {
            return false;
        }
        send(command.id(), undo.request());
        StepRun begun = StepRun.begun(command.id(), Direction.COMPENSATE, now);
        if (!undo.answers().isEmpty()) {
            put(begun.dueAt(answerDue(command)));
            return false;
        }
        end(begun, StepStatus.DONE);
        return true;
    }

    private boolean publish(PublishStep<S> publish) {
        send(publish.id(), publish.event());
        end(StepRun.begun(publish.id(), Direction.FORWARD, now), StepStatus.DONE);
        return true;
    }

    /** Sends a command, or its undo, once more. */
    void sendAgain(CommandStep<S> command, StepRun run) {
        Step.UndoRequest<S> undo = command.undo();
        send(command.id(), run.is(Direction.COMPENSATE) && undo != null ? undo.request() : command.request());
        put(run.begunAgain(now).dueAt(answerDue(command)));
    }

    @Nullable
    Instant answerDue(CommandStep<S> command) {
        return command.answerWithin() == null ? null : now.plus(command.answerWithin());
    }

    /**
     * Turns back: what is not known to have happened, or not to, is in doubt. A call in flight is waited for.
     *
     * @throws DefinitionException before anything has changed, if the state can't take the reason in
     */
    void turnBack(Cause cause, String reason) {
        Undoing why = new Undoing(cause, Reason.cut(reason));
        saga.reactions()
                .whenTurnedBack()
                .ifPresent(fold -> become(state.folded("turning back", s -> fold.apply(s, why))));
        instance.steps().stream()
                .filter(run -> run.is(Direction.FORWARD) && !run.over() && !route().isCallInFlight(run))
                .forEach(run -> put(run.renewed(inDoubt(run), null)));
        instance = instance.with(instance.course().back(why));
        proceed();
    }

    private StepStatus inDoubt(StepRun run) {
        boolean remote =
                route().step(run.step()) instanceof CommandStep || route().step(run.step()) instanceof CallStep;
        return remote ? StepStatus.IN_DOUBT : StepStatus.FAILED;
    }

    void suspend(String reason) {
        if (instance.status() == SagaStatus.SUSPENDED) {
            return;
        }
        instance = instance.with(instance.course().suspended(Reason.cut(reason)));
        saga.reactions().whenStuck().ifPresent(stuck -> {
            try {
                sends.add(new OutgoingEvent(
                        stuck.aggregateType(), instance.key(), stuck.event().apply(state.get(), Reason.cut(reason))));
            } catch (RuntimeException | Error e) {
                Fatal.rethrow(e);
                detail = Reason.cut("whenStuck failed: " + Reason.of(e));
            }
        });
    }

    Transition transition() {
        if (kind == null) {
            return new Transition(before, null, List.of(), Optional.ofNullable(work), disposition);
        }
        Times times = instance.times();
        Instant endedAt = instance.status().ended() ? now : null;
        SagaInstance after = instance.withRevision(before.revision() + 1)
                .with(new Times(times.startedAt(), now, times.deadlineAt(), route().wakeAt(now), endedAt));
        JournalEntry entry =
                new JournalEntry(after.id(), now, kind, step, detail(), after, List.copyOf(changed.values()), operator);
        return new Transition(after, entry, List.copyOf(sends), Optional.ofNullable(work), disposition);
    }

    /** Who reads the journal sees that a saga which goes on has another deadline. */
    private @Nullable String detail() {
        Instant deadline = instance.times().deadlineAt();
        if (begun.equals(before) || instance.status() != SagaStatus.RUNNING || deadline == null) {
            return detail;
        }
        String moved = "the deadline is now " + deadline;
        return detail == null ? moved : detail + "; " + moved;
    }
}
