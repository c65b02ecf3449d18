package io.millrace.testkit.saga;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What those outside may answer.
 *
 * @param answers to commands, and to undos that are answered
 * @param outcomes of calls: what they return, or exceptions that they throw
 * @param settling of calls whose other side does not refuse a key that was undone: how long a call may be under way
 */
record Participants<S extends Record>(
        Map<Class<?>, Function<Object, List<?>>> answers,
        Map<String, Function<S, List<?>>> outcomes,
        Map<String, Duration> settling) {

    List<?> answersTo(Object command) {
        Function<Object, List<?>> known = answers.get(command.getClass());
        if (known == null) {
            throw new IllegalArgumentException("nobody answers %s: add .answering(%s.class, command -> List.of(...))"
                    .formatted(command, command.getClass().getSimpleName()));
        }
        return known.apply(command);
    }

    Optional<List<?>> outcomesOf(String step, S state) {
        return Optional.ofNullable(outcomes.get(step)).map(known -> known.apply(state));
    }
}
