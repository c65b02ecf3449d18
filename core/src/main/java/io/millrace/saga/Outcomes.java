package io.millrace.saga;

import io.millrace.saga.Input.GivenUp;
import io.millrace.saga.Input.Outcome;
import io.millrace.saga.Input.Probed;
import io.millrace.saga.Input.Returned;
import io.millrace.saga.Input.Threw;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.SagaInstance.Cause;
import io.millrace.saga.Step.CallStep;
import io.millrace.saga.Step.LocalStep;
import io.millrace.saga.Step.Rejections;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** What the outcome of a piece of work means to a saga. */
record Outcomes<S extends Record>(SagaMove<S> move) {

    void take(Outcome outcome) {
        switch (outcome) {
            case Returned(Work work, Object result) -> returned(work, result);
            case Threw(Work work, Throwable failure) -> threw(work, failure);
            case GivenUp(Work work, Duration within) -> givenUp(work, within);
            case Probed(Work work, Probe.Finding<Object> finding) -> probed(work, finding);
        }
    }

    private void returned(Work work, Object result) {
        Optional<StepRun> run = expected(work);
        if (run.isEmpty()) {
            return;
        }
        try {
            finish(run.get(), result);
            move.note(Kind.DONE, work.step(), null);
        } catch (DefinitionException e) {
            if (work.kind() == Work.Kind.LOCAL) {
                throw e; // its transaction has to roll back
            }
            failed(work, run.get(), e);
        }
    }

    private void finish(StepRun run, Object result) {
        Step<S> definition = move.route().step(run.step());
        if (run.is(Direction.FORWARD)) {
            switch (definition) {
                case LocalStep<S> local -> move.fold(run.step(), local.fold(), result);
                case CallStep<S> call -> move.fold(run.step(), call.fold(), result);
                case null, default -> {}
            }
        }
        move.end(run, StepStatus.DONE);
        if (run.is(Direction.FORWARD)
                && definition != null
                && definition.basics().pivot()) {
            move.change(move.instance().with(move.instance().course().past()));
        }
        move.proceed();
    }

    private void threw(Work work, Throwable failure) {
        Optional<StepRun> run = expected(work);
        if (run.isEmpty()) {
            return;
        }
        Optional<BiFunction<S, Object, S>> refusal =
                run.get().is(Direction.FORWARD) ? rejections(work.step()).of(failure) : Optional.empty();
        if (refusal.isEmpty()) {
            failed(work, run.get(), failure);
            return;
        }
        try {
            move.fold(work.step(), refusal.get(), failure);
            refused(run.get(), failure.getClass().getSimpleName());
        } catch (DefinitionException e) {
            move.startOver();
            failed(work, run.get(), e);
        }
    }

    private void refused(StepRun run, String refusal) {
        move.note(Kind.REFUSED, run.step(), refusal);
        move.end(run, StepStatus.REJECTED);
        if (move.instance().course().undoing() == null) {
            move.turnBack(Cause.REJECTED, "step '%s' was refused: %s".formatted(run.step(), refusal));
        } else {
            move.proceed();
        }
    }

    private Rejections<S> rejections(String id) {
        return switch (move.route().step(id)) {
            case LocalStep<S> local -> local.rejections();
            case CallStep<S> call -> call.rejections();
            case null, default -> new Rejections<>(java.util.Map.of());
        };
    }

    private void failed(Work work, StepRun run, Throwable failure) {
        String error = Reason.of(failure);
        move.note(Kind.FAILED, work.step(), error);
        new Repetition<>(move).after(run, error);
    }

    private void givenUp(Work work, Duration within) {
        expected(work).ifPresent(run -> {
            String error = "it did not return within " + within;
            move.note(Kind.LOST, work.step(), error);
            new Repetition<>(move).after(run, error);
        });
    }

    private void probed(Work work, Probe.Finding<Object> finding) {
        Optional<StepRun> run = move.instance()
                .run(work.step(), work.direction())
                .filter(found -> found.status() == StepStatus.IN_DOUBT && found.attempts() == work.attempt())
                .filter(found -> move.route().awaited().filter(found::equals).isPresent());
        if (run.isEmpty()) {
            return;
        }
        switch (finding) {
            case Probe.Found<Object>(Object result) -> found(work, run.get(), result);
            case Probe.Absent<Object> absent -> absent(run.get());
            case Probe.Unknown<Object> unknown ->
                failed(work, run.get(), new IllegalStateException("the probe could not tell"));
        }
    }

    private void found(Work work, StepRun run, Object result) {
        try {
            finish(run, result);
            move.note(Kind.PROBED, work.step(), "found");
        } catch (DefinitionException e) {
            failed(work, run, e);
        }
    }

    private void absent(StepRun run) {
        Instant settled = move.route().settledAt(run);
        boolean counts = !settled.isAfter(move.now());
        move.note(Kind.PROBED, run.step(), counts ? "absent" : "absent so far");
        StepRun failed = run.failed(counts ? StepStatus.RETRYING : StepStatus.IN_DOUBT, move.now(), "absent");
        move.put(failed.dueAt(counts ? move.now() : settled));
    }

    /** The attempt that the outcome belongs to, unless the saga has gone on without it. */
    private Optional<StepRun> expected(Work work) {
        Optional<StepRun> run = move.instance().run(work.step(), work.direction());
        if (work.kind() != Work.Kind.LOCAL) {
            StepStatus awaited = work.kind() == Work.Kind.CALL ? StepStatus.IN_FLIGHT : StepStatus.IN_DOUBT;
            return run.filter(found -> found.status() == awaited && found.attempts() == work.attempt());
        }
        if (run.isPresent()) {
            return run.filter(found -> found.status() == StepStatus.RETRYING && found.attempts() == work.attempt() - 1)
                    .filter(found ->
                            move.route().awaited().filter(found::equals).isPresent())
                    .map(found -> found.begunAgain(move.now()));
        }
        return move.route()
                .next(move.now())
                .filter(next -> next.id().equals(work.step()) && next.direction() == work.direction())
                .map(next -> StepRun.begun(next.id(), next.direction(), move.now()));
    }
}
