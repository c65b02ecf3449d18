package io.millrace.saga;

import io.millrace.saga.Step.Basics;
import io.millrace.saga.Step.CallStep;
import io.millrace.saga.Step.CallTimes;
import io.millrace.saga.Step.Rejections;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/** What belongs to a remote call, and the steps after it. */
public final class CallSteps<S extends Record, R> extends SagaSteps<S> {

    private CallStep<S> step;

    CallSteps(SagaDraft<S> draft, CallStep<S> step) {
        super(draft);
        this.step = step;
        draft.add(step);
    }

    @SuppressWarnings("unchecked")
    static <S, R> CallStep<S> step(Basics basics, RemoteCall<S, R> call, BiFunction<S, R, S> fold) {
        return new CallStep<>(
                basics,
                (RemoteCall<S, Object>) call,
                (BiFunction<S, Object, S>) fold,
                new Rejections<>(Map.of()),
                null,
                null,
                CallTimes.defaults());
    }

    /** An exception that refuses, for a reason of the business: nothing has happened, and the saga is undone. */
    public <X extends Exception> CallSteps<S, R> rejectedBy(Class<X> type, BiFunction<S, X, S> fold) {
        return set(step.with(Folds.with(step.rejections(), type, fold)));
    }

    /** How it is repeated, with the same key. */
    public CallSteps<S, R> retry(Retry retry) {
        return set(step.with(step.basics().retried(retry)));
    }

    /** Asks what became of a call that threw or was cut off; without it the call is repeated with the same key. */
    @SuppressWarnings("unchecked")
    public CallSteps<S, R> probe(Probe<S, R> probe) {
        return set(step.with((Probe<S, Object>) (Probe<S, ?>) probe));
    }

    /**
     * How long the call, its probe or its undo is waited for, a minute by default. Then its thread is interrupted and
     * left to itself, and what it may have done is asked after or repeated, like what throws. For who does not heed the
     * interruption, {@link #settlesWithin} is longer than this.
     */
    public CallSteps<S, R> within(Duration time) {
        return set(step.with(new CallTimes(time, step.times().settlesWithin())));
    }

    /**
     * How long after its begin a call may still take effect at the other side. Only after that time {@link
     * Probe#absent()} counts, and a call that is in doubt is undone. It counts from when the call was really made; where
     * the process that made it has vanished nobody knows when that was, and it counts from when another one takes over.
     * Zero by default.
     */
    public CallSteps<S, R> settlesWithin(Duration time) {
        return set(step.with(new CallTimes(step.times().within(), time)));
    }

    /** Undoes the call, whether it is known to have happened or only may have. */
    public CallSteps<S, R> undo(RemoteUndo<S> undo) {
        return set(step.undoneBy(undo));
    }

    /** Says why nothing has to be undone. */
    public CallSteps<S, R> noUndoNeeded(String why) {
        return set(step.with(step.basics().withoutUndo(why)));
    }

    private CallSteps<S, R> set(CallStep<S> changed) {
        step = draft.replaced(step, changed);
        return this;
    }
}
