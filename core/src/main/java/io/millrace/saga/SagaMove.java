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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One transition in the making. For one input, and one thread. */
final class SagaMove<S extends Record> {

    /** A function of the definition failed, and would fail again. */
    static final class DefinitionException extends RuntimeException {
        DefinitionException(String what, RuntimeException cause) {
            super(what + " failed: " + describe(cause), cause);
        }
    }

    private static final int LONGEST_TEXT = 1_000;

    private final Saga<S> saga;
    private final SagaInstance before;
    private final Instant now;

    private final List<OutgoingEvent> sends = new ArrayList<>();
    private final LinkedHashMap<String, StepRun> changed = new LinkedHashMap<>();
    private SagaInstance instance;
    private @Nullable S decoded;
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
        this.instance = before;
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
        detail = more == null ? null : cut(more);
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

    void change(SagaInstance to) {
        instance = to;
    }

    void put(StepRun run) {
        changed.putLast(run.direction() + " " + run.step(), run);
        instance = instance.with(run);
    }

    void end(StepRun run, StepStatus as) {
        long ended =
                instance.steps().stream().filter(each -> each.endedSeq() > 0).count();
        put(run.ended(as, now, ended + 1));
    }

    void fold(String id, BiFunction<S, Object, S> fold, Object taken) {
        S next = calling("the fold of step '%s'".formatted(id), () -> fold.apply(state(), taken));
        String json = calling("writing the state after step '%s'".formatted(id), () -> StateCodec.encode(next));
        decoded = next;
        instance = instance.withState(json);
    }

    void send(String id, Request<S> request) {
        Object message = calling("the message of step '%s'".formatted(id), () -> request.message()
                .apply(state()));
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

    /** Turns back: what is not known to have happened, or not to, is in doubt. A call in flight is waited for. */
    void turnBack(Cause cause, String reason) {
        instance.steps().stream()
                .filter(run -> run.is(Direction.FORWARD) && !run.over() && !route().isCallInFlight(run))
                .forEach(run -> put(run.renewed(inDoubt(run), null)));
        instance = instance.with(instance.course().back(new Undoing(cause, cut(reason))));
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
        instance = instance.with(instance.course().suspended(cut(reason)));
        saga.whenStuck().ifPresent(stuck -> {
            try {
                sends.add(new OutgoingEvent(
                        stuck.aggregateType(), instance.key(), stuck.event().apply(state(), cut(reason))));
            } catch (RuntimeException e) {
                detail = cut("whenStuck failed: " + describe(e));
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
                new JournalEntry(after.id(), now, kind, step, detail, after, List.copyOf(changed.values()), operator);
        return new Transition(after, entry, List.copyOf(sends), Optional.ofNullable(work), disposition);
    }

    private S state() {
        S known = decoded;
        if (known == null) {
            known = calling("reading the state", () -> StateCodec.decode(instance.state(), saga.state()));
            decoded = known;
        }
        return known;
    }

    private static <T> T calling(String what, Supplier<T> function) {
        try {
            T value = function.get();
            if (value == null) {
                throw new IllegalStateException("it gave null");
            }
            return value;
        } catch (DefinitionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DefinitionException(what, e);
        }
    }

    static String describe(Throwable failure) {
        return cut(
                failure.getMessage() == null
                        ? failure.getClass().getName()
                        : failure.getClass().getName() + ": " + failure.getMessage());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
