package io.millrace.saga;

import io.millrace.saga.Step.CallStep;
import io.millrace.saga.Step.CallTimes;
import io.millrace.saga.Step.LocalStep;
import java.time.Duration;

/** Runs what a definition's steps do. Safe for use by many threads. */
record SagaCode<S extends Record>(Saga<S> saga) {

    /** What a step's code threw. */
    static final class ThrownException extends RuntimeException {

        ThrownException(Throwable thrown) {
            super(thrown);
        }

        Throwable thrown() {
            return java.util.Objects.requireNonNull(getCause());
        }
    }

    private static final Object NOTHING = "nothing";

    /**
     * Runs the work: a local action in the caller's transaction, a call or a probe outside of any.
     *
     * @return the result, or a {@link Probe.Finding}
     * @throws ThrownException with what it threw
     */
    Object perform(SagaInstance instance, Work work) {
        try {
            S state = StateCodec.decode(instance.state(), saga.state());
            Attempt attempt = attempt(instance, work);
            return work.direction() == Direction.FORWARD
                    ? forward(work, state, attempt)
                    : backward(work, state, attempt);
        } catch (ThrownException e) {
            throw e;
        } catch (Throwable e) {
            Fatal.rethrow(e);
            throw new ThrownException(e);
        }
    }

    /** The key is that of the step, whichever way it goes. */
    static Attempt attempt(SagaInstance instance, Work work) {
        return new Attempt(instance.id() + "/" + work.step(), work.attempt());
    }

    /** How long the work is waited for. */
    Duration within(Work work) {
        return saga.step(work.step()).orElse(null) instanceof CallStep<S> call
                ? call.times().within()
                : CallTimes.defaults().within();
    }

    private Object forward(Work work, S state, Attempt attempt) throws Exception {
        return switch (saga.step(work.step()).orElse(null)) {
            case LocalStep<S> local -> local.action().run(state);
            case CallStep<S> call
            when work.kind() == Work.Kind.PROBE && call.probe() != null ->
                call.probe().look(state, attempt);
            case CallStep<S> call -> call.call().call(state, attempt);
            case null, default -> throw unknown(work);
        };
    }

    private Object backward(Work work, S state, Attempt attempt) throws Exception {
        if (work.step().equals(Saga.WHEN_UNDONE)) {
            saga.reactions().whenUndone().orElseThrow(() -> unknown(work)).run(state);
            return NOTHING;
        }
        switch (saga.step(work.step()).orElse(null)) {
            case LocalStep<S> local when local.undo() != null -> local.undo().run(state);
            case CallStep<S> call when call.undo() != null -> call.undo().undo(state, attempt);
            case null, default -> throw unknown(work);
        }
        return NOTHING;
    }

    private IllegalStateException unknown(Work work) {
        return new IllegalStateException(
                "saga '%s' has nothing to run for %s of step '%s'".formatted(saga.name(), work.kind(), work.step()));
    }
}
