package io.millrace.saga;

/**
 * Calls another system outside any transaction, under a time limit of its own, and may be repeated with the same key.
 */
@FunctionalInterface
public interface RemoteCall<S, R> {
    R call(S state, Attempt attempt) throws Exception;
}
