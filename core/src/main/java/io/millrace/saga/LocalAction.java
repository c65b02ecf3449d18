package io.millrace.saga;

/** Works in the transaction that records the step; what it throws rolls both back. */
@FunctionalInterface
public interface LocalAction<S> {
    void run(S state) throws Exception;
}
