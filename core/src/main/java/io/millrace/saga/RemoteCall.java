package io.millrace.saga;

/**
 * Calls another system outside any transaction, and may be repeated with the same key. When {@link CallSteps#within} is over
 * its thread is interrupted: it should heed that, or have a time limit of its own.
 */
@FunctionalInterface
public interface RemoteCall<S, R> {
    R call(S state, Attempt attempt) throws Exception;
}
