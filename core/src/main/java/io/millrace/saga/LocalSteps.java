package io.millrace.saga;

import io.millrace.saga.Step.Basics;
import io.millrace.saga.Step.LocalStep;
import io.millrace.saga.Step.Rejections;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What belongs to a local step, and the steps after it. */
public final class LocalSteps<S extends Record> extends SagaSteps<S> {

    private LocalStep<S> step;

    LocalSteps(SagaDraft<S> draft, LocalStep<S> step) {
        super(draft);
        this.step = step;
        draft.add(step);
    }

    /** An exception that refuses, for a reason of the business: the transaction rolls back and the saga is undone. */
    public <X extends Exception> LocalSteps<S> rejectedBy(Class<X> type, BiFunction<S, X, S> fold) {
        return changed(step.basics(), Folds.with(step.rejections(), type, fold), step.undo());
    }

    /** Undoes what the step did, in a transaction of its own. */
    public LocalSteps<S> undo(LocalAction<S> undo) {
        return changed(step.basics(), step.rejections(), undo);
    }

    public LocalSteps<S> retry(Retry retry) {
        return changed(step.basics().retried(retry), step.rejections(), step.undo());
    }

    /** Says why nothing has to be undone. */
    public LocalSteps<S> noUndoNeeded(String why) {
        return changed(step.basics().withoutUndo(why), step.rejections(), step.undo());
    }

    private LocalSteps<S> changed(Basics basics, Rejections<S> rejections, @Nullable LocalAction<S> undo) {
        step = draft.replaced(step, new LocalStep<>(basics, step.action(), step.fold(), rejections, undo));
        return this;
    }
}
