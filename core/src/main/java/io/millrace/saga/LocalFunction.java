package io.millrace.saga;

/** As {@link LocalAction}, with a result that the state takes in. */
@FunctionalInterface
public interface LocalFunction<S, R> {
    R run(S state) throws Exception;
}
