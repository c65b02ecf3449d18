package io.millrace.saga;

import io.millrace.saga.Step.Basics;
import io.millrace.saga.Step.CommandStep;
import io.millrace.saga.Step.Rejections;
import io.millrace.saga.Step.Request;
import io.millrace.saga.Step.UndoRequest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What belongs to a command, and the steps after it. */
public final class CommandSteps<S extends Record> extends SagaSteps<S> {

    private CommandStep<S> step;

    CommandSteps(SagaDraft<S> draft, CommandStep<S> step) {
        super(draft);
        this.step = step;
        draft.add(step);
    }

    /** The answer that says that it is done. No other step of the saga has an answer of this type. */
    public <E> CommandSteps<S> answeredBy(Class<E> type, BiFunction<S, E, S> fold) {
        return changed(step.basics(), Folds.with(step.answers(), type, fold), step.rejections(), step.answerWithin());
    }

    /** As {@link #answeredBy(Class, BiFunction)}, for an answer that adds nothing to the state. */
    public <E> CommandSteps<S> answeredBy(Class<E> type) {
        return answeredBy(type, (state, event) -> state);
    }

    /** The answer that refuses, for a reason of the business: nothing has happened, and the saga is undone. */
    public <E> CommandSteps<S> rejectedBy(Class<E> type, BiFunction<S, E, S> fold) {
        return changed(step.basics(), step.answers(), Folds.with(step.rejections(), type, fold), step.answerWithin());
    }

    /**
     * How long an answer is waited for. Then it is in doubt whether it has happened: before the pivot the saga is
     * undone, this step included; after it the saga is suspended, and goes on when the answer comes after all.
     */
    public CommandSteps<S> answerWithin(Duration time) {
        return changed(step.basics(), step.answers(), step.rejections(), time);
    }

    /**
     * The message that undoes, to the same topic under the same key. It is sent for every command that may have
     * happened, so it may come to one that never does: the participant keeps a {@link StepFence}.
     */
    public CommandSteps<S> undo(Function<S, ?> message) {
        Request<S> request = new Request<>(step.request().aggregateType(), message::apply);
        return undoing(new UndoRequest<>(request, Set.of()));
    }

    /** The answer to the undo, which the saga waits for; without one the undo is done when its message is stored. */
    public CommandSteps<S> undoneBy(Class<?> type) {
        UndoRequest<S> undo = step.undo();
        if (undo == null) {
            throw new IllegalArgumentException(
                    "step '%s' has undoneBy without an undo: write .undo(...) before it".formatted(step.id()));
        }
        Set<Class<?>> answers = new LinkedHashSet<>(undo.answers());
        answers.add(type);
        return undoing(new UndoRequest<>(undo.request(), answers));
    }

    /** Says why nothing has to be undone. */
    public CommandSteps<S> noUndoNeeded(String why) {
        return changed(step.basics().withoutUndo(why), step.answers(), step.rejections(), step.answerWithin());
    }

    private CommandSteps<S> undoing(UndoRequest<S> undo) {
        step = draft.replaced(
                step,
                new CommandStep<>(
                        step.basics(), step.request(), step.answers(), step.rejections(), step.answerWithin(), undo));
        return this;
    }

    private CommandSteps<S> changed(
            Basics basics,
            Map<Class<?>, BiFunction<S, Object, S>> answers,
            Rejections<S> rejections,
            @Nullable Duration within) {
        step = draft.replaced(
                step, new CommandStep<>(basics, step.request(), answers, rejections, within, step.undo()));
        return this;
    }
}
