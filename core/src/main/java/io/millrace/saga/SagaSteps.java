package io.millrace.saga;

import io.millrace.saga.Reactions.Stuck;
import io.millrace.saga.SagaInstance.Undoing;
import io.millrace.saga.Step.Basics;
import io.millrace.saga.Step.PublishStep;
import io.millrace.saga.Step.Rejections;
import io.millrace.saga.Step.Request;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Describes a saga from top to bottom; see {@link Saga#named}. What belongs to a step follows it at once.
 *
 * @param <S> the state, an immutable record
 */
public class SagaSteps<S extends Record> {

    final SagaDraft<S> draft;

    SagaSteps(SagaDraft<S> draft) {
        this.draft = draft;
    }

    /** Unless the pivot (or the end, where there is none) is reached in this time, the saga is undone. */
    public SagaSteps<S> deadline(Duration deadline) {
        draft.deadline(deadline);
        return this;
    }

    /** Works in the database of the saga, in the transaction that records the step: exactly once. */
    public LocalSteps<S> local(String id, LocalAction<S> action) {
        return local(id, resultless(action), (state, nothing) -> state);
    }

    /** As {@link #local(String, LocalAction)}, with a result that goes into the state. */
    public <R> LocalSteps<S> local(String id, LocalFunction<S, R> action, BiFunction<S, R, S> fold) {
        return new LocalSteps<>(draft, localStep(basics(id), action, fold));
    }

    /**
     * Sends a message to the topic of the aggregate type, under the saga's key, and waits for an answer under the same
     * key: exactly once at a consumer of Millrace's.
     */
    public CommandSteps<S> command(String id, String aggregateType, Function<S, ?> message) {
        return new CommandSteps<>(
                draft,
                new Step.CommandStep<>(
                        basics(id),
                        new Request<>(aggregateType, message::apply),
                        Map.of(),
                        new Rejections<>(Map.of()),
                        null,
                        null));
    }

    /** Calls another system outside any transaction: at least once, always with the same idempotency key. */
    public <R> CallSteps<S, R> call(String id, RemoteCall<S, R> call, BiFunction<S, R, S> fold) {
        return new CallSteps<>(draft, CallSteps.step(basics(id), call, fold));
    }

    /** As the other one, for a call whose result does not matter. */
    public <R> CallSteps<S, R> call(String id, RemoteCall<S, R> call) {
        return call(id, call, (state, result) -> state);
    }

    /** Publishes an event under the saga's key. */
    public SagaSteps<S> publish(String id, String aggregateType, Function<S, ?> event) {
        draft.add(new PublishStep<>(basics(id), new Request<>(aggregateType, event::apply)));
        return new SagaSteps<>(draft);
    }

    /**
     * Works as {@link #local} does, and decides: from here on the saga only goes forward, and what fails is repeated.
     */
    public LocalSteps<S> pivot(String id, LocalAction<S> action) {
        Basics basics = new Basics(id, true, Retry.defaults(), null);
        return new LocalSteps<>(draft, localStep(basics, resultless(action), (state, nothing) -> state));
    }

    /**
     * What the state takes in of the reason for which the saga turns back, before the first undo is made of it. Where a
     * step was refused, {@code rejectedBy} has had its say before.
     */
    public SagaSteps<S> whenTurnedBack(BiFunction<S, Undoing, S> fold) {
        draft.react(reactions -> reactions.whenTurnedBack(fold));
        return this;
    }

    /** Works in the last transaction of a saga that was undone. */
    public SagaSteps<S> whenUndone(LocalAction<S> action) {
        draft.react(reactions -> reactions.whenUndone(action));
        return this;
    }

    /** Publishes an event, under the saga's key, when the saga is suspended; made of the state and the reason. */
    public SagaSteps<S> whenStuck(String aggregateType, BiFunction<S, String, ?> event) {
        draft.react(reactions -> reactions.whenStuck(new Stuck<>(aggregateType, event)));
        return this;
    }

    /**
     * The saga.
     *
     * @throws IllegalArgumentException naming everything that can't work, and how to put it right
     */
    public Saga<S> build() {
        return draft.build();
    }

    private static Basics basics(String id) {
        return new Basics(id, false, Retry.defaults(), null);
    }

    @SuppressWarnings("unchecked")
    private static <S, R> Step.LocalStep<S> localStep(
            Basics basics, LocalFunction<S, R> action, BiFunction<S, R, S> fold) {
        return new Step.LocalStep<>(
                basics,
                (LocalFunction<S, Object>) action,
                (BiFunction<S, Object, S>) fold,
                new Rejections<>(Map.of()),
                null);
    }

    private static <S> LocalFunction<S, Object> resultless(LocalAction<S> action) {
        return state -> {
            action.run(state);
            return Nothing.NOTHING;
        };
    }

    private enum Nothing {
        NOTHING
    }
}
