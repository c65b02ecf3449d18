package io.millrace.saga;

import io.millrace.saga.Step.Basics;
import io.millrace.saga.Step.CallStep;
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
                Duration.ZERO);
    }

    /** An exception that refuses, for a reason of the business: nothing has happened, and the saga is undone. */
    public <X extends Exception> CallSteps<S, R> rejectedBy(Class<X> type, BiFunction<S, X, S> fold) {
        Rejections<S> rejections = Folds.with(step.rejections(), type, fold);
        return set(new CallStep<>(
                step.basics(), step.call(), step.fold(), rejections, step.probe(), step.undo(), step.settlesWithin()));
    }

    /** How it is repeated, with the same key. */
    public CallSteps<S, R> retry(Retry retry) {
        return basics(step.basics().retried(retry));
    }

    /** Asks what became of a call that threw or was cut off; without it the call is repeated with the same key. */
    @SuppressWarnings("unchecked")
    public CallSteps<S, R> probe(Probe<S, R> probe) {
        Probe<S, Object> asked = (Probe<S, Object>) (Probe<S, ?>) probe;
        return set(new CallStep<>(
                step.basics(), step.call(), step.fold(), step.rejections(), asked, step.undo(), step.settlesWithin()));
    }

    /**
     * How long after its begin a call may still take effect at the other side. Only after that time {@link
     * Probe#absent()} counts, and a call that is in doubt is undone. Zero by default.
     */
    public CallSteps<S, R> settlesWithin(Duration time) {
        return set(new CallStep<>(
                step.basics(), step.call(), step.fold(), step.rejections(), step.probe(), step.undo(), time));
    }

    /** Undoes the call, whether it is known to have happened or only may have. */
    public CallSteps<S, R> undo(RemoteUndo<S> undo) {
        return set(new CallStep<>(
                step.basics(), step.call(), step.fold(), step.rejections(), step.probe(), undo, step.settlesWithin()));
    }

    /** Says why nothing has to be undone. */
    public CallSteps<S, R> noUndoNeeded(String why) {
        return basics(step.basics().withoutUndo(why));
    }

    private CallSteps<S, R> basics(Basics basics) {
        return set(new CallStep<>(
                basics, step.call(), step.fold(), step.rejections(), step.probe(), step.undo(), step.settlesWithin()));
    }

    private CallSteps<S, R> set(CallStep<S> changed) {
        step = draft.replaced(step, changed);
        return this;
    }
}
