package io.millrace.saga;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step of a definition. Its id is durable. */
sealed interface Step<S> {

    /** What all kinds of steps have. */
    record Basics(
            String id, boolean pivot, Retry retry, @Nullable String noUndoBecause) {

        Basics retried(Retry with) {
            return new Basics(id, pivot, with, noUndoBecause);
        }

        Basics withoutUndo(String why) {
            return new Basics(id, pivot, retry, why);
        }
    }

    /** What becomes of the state when something is refused. */
    record Rejections<S>(Map<Class<?>, BiFunction<S, Object, S>> folds) {

        /** The fold for what was answered or thrown, of its class or a class above it. */
        Optional<BiFunction<S, Object, S>> of(Object rejection) {
            for (Class<?> type = rejection.getClass(); type != null; type = type.getSuperclass()) {
                BiFunction<S, Object, S> fold = folds.get(type);
                if (fold != null) {
                    return Optional.of(fold);
                }
            }
            return Optional.empty();
        }
    }

    /** Works in the saga's own database, in the transaction of the transition. */
    record LocalStep<S>(
            Basics basics,
            LocalFunction<S, Object> action,
            BiFunction<S, Object, S> fold,
            Rejections<S> rejections,
            @Nullable LocalAction<S> undo)
            implements Step<S> {

        @Override
        public boolean undoable() {
            return undo != null;
        }
    }

    /** Asks another service by a message, and waits for its answer. */
    record CommandStep<S>(
            Basics basics,
            Request<S> request,
            Map<Class<?>, BiFunction<S, Object, S>> answers,
            Rejections<S> rejections,
            @Nullable Duration answerWithin,
            @Nullable UndoRequest<S> undo)
            implements Step<S> {

        @Override
        public boolean undoable() {
            return undo != null;
        }
    }

    /** A message to the topic of the aggregate type. */
    record Request<S>(String aggregateType, Function<S, Object> message) {}

    /** A message that undoes, and the answers to it; without any it is done when it is sent. */
    record UndoRequest<S>(Request<S> request, Set<Class<?>> answers) {}

    /** Calls another system, outside any transaction. */
    record CallStep<S>(
            Basics basics,
            RemoteCall<S, Object> call,
            BiFunction<S, Object, S> fold,
            Rejections<S> rejections,
            @Nullable Probe<S, Object> probe,
            @Nullable RemoteUndo<S> undo,
            CallTimes times)
            implements Step<S> {

        CallStep<S> with(Basics changed) {
            return new CallStep<>(changed, call, fold, rejections, probe, undo, times);
        }

        CallStep<S> with(Rejections<S> changed) {
            return new CallStep<>(basics, call, fold, changed, probe, undo, times);
        }

        CallStep<S> with(Probe<S, Object> changed) {
            return new CallStep<>(basics, call, fold, rejections, changed, undo, times);
        }

        CallStep<S> undoneBy(RemoteUndo<S> changed) {
            return new CallStep<>(basics, call, fold, rejections, probe, changed, times);
        }

        CallStep<S> with(CallTimes changed) {
            return new CallStep<>(basics, call, fold, rejections, probe, undo, changed);
        }

        @Override
        public boolean undoable() {
            return undo != null;
        }
    }

    /**
     * @param within how long a call, its probe or its undo is waited for
     * @param settlesWithin how long a call may take effect after its begin
     */
    record CallTimes(Duration within, Duration settlesWithin) {

        static CallTimes defaults() {
            return new CallTimes(Duration.ofMinutes(1), Duration.ZERO);
        }
    }

    /** Tells the world; nobody answers. */
    record PublishStep<S>(Basics basics, Request<S> event) implements Step<S> {

        @Override
        public boolean undoable() {
            return false;
        }
    }

    Basics basics();

    boolean undoable();

    default String id() {
        return basics().id();
    }

    /** Such as {@code command}, in the words of the definition. */
    default String kind() {
        return switch (this) {
            case LocalStep<S> local -> local.basics().pivot() ? "pivot" : "local";
            case CommandStep<S> command -> "command";
            case CallStep<S> call -> "call";
            case PublishStep<S> publish -> "publish";
        };
    }

    /** The messages that are about this step: answers, rejections and answers to its undo. */
    default Set<Class<?>> messages() {
        if (!(this instanceof CommandStep<S> command)) {
            return Set.of();
        }
        Set<Class<?>> all = new java.util.LinkedHashSet<>(command.answers().keySet());
        all.addAll(command.rejections().folds().keySet());
        if (command.undo() != null) {
            all.addAll(command.undo().answers());
        }
        return all;
    }
}
