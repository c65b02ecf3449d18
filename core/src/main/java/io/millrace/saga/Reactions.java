package io.millrace.saga;

import io.millrace.saga.SagaInstance.Undoing;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a saga does beside its steps. */
record Reactions<S>(
        @Nullable BiFunction<S, Undoing, S> turnedBack,
        @Nullable LocalAction<S> undone,
        @Nullable Stuck<S> stuck) {

    /** What is said when a saga is stuck. */
    record Stuck<S>(String aggregateType, BiFunction<S, String, ?> event) {}

    static <S> Reactions<S> none() {
        return new Reactions<>(null, null, null);
    }

    Reactions<S> whenTurnedBack(BiFunction<S, Undoing, S> fold) {
        return new Reactions<>(fold, undone, stuck);
    }

    Reactions<S> whenUndone(LocalAction<S> action) {
        return new Reactions<>(turnedBack, action, stuck);
    }

    Reactions<S> whenStuck(Stuck<S> said) {
        return new Reactions<>(turnedBack, undone, said);
    }

    Optional<BiFunction<S, Undoing, S>> whenTurnedBack() {
        return Optional.ofNullable(turnedBack);
    }

    Optional<LocalAction<S>> whenUndone() {
        return Optional.ofNullable(undone);
    }

    Optional<Stuck<S>> whenStuck() {
        return Optional.ofNullable(stuck);
    }
}
