package io.millrace.saga;

/**
 * Undoes a call, whether it has happened or not; may be repeated. Where the call has not happened the other side must
 * refuse its key from then on, unless {@link CallSteps#settlesWithin} says how long a call may still be under way.
 */
@FunctionalInterface
public interface RemoteUndo<S> {
    void undo(S state, Attempt attempt) throws Exception;
}
