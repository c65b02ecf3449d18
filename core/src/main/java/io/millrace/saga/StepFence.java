package io.millrace.saga;

/**
 * Keeps a participant of sagas from acting after it was told to undo. Action and undo of a step go by the same key,
 * such as the saga's key and the step, and may come in any order and more than once.
 *
 * <p>Both join the caller's transaction, which also holds what they do. Of two transactions with the same key the
 * second waits for the first. A mark lasts as long as retention says, 30 days in PostgreSQL, since it was last made. An action that ends in a refusal leaves nothing to undo: call {@link #undo} with it.
 * Safe for use by many threads.
 */
public interface StepFence {

    /** What an action meets. */
    enum Entry {
        /** It goes on, and is recorded as applied. */
        FIRST,
        /** It has been applied already. */
        REPEATED,
        /** It was undone, before or after it was applied; it must not be applied any more. */
        UNDONE
    }

    /** Records the action unless it was recorded or undone before. */
    Entry act(String key);

    /** Shuts the action out from now on; returns whether it had been applied, so that there is something to undo. */
    boolean undo(String key);
}
