package io.millrace.saga;

/**
 * Code of the definition that has to run.
 *
 * @param attempt the number of the attempt that it belongs to
 */
public record Work(Kind kind, String step, Direction direction, int attempt) {

    /** Where it runs. */
    public enum Kind {
        /** In the transaction of the transition. */
        LOCAL,
        /** Outside any transaction. */
        CALL,
        /** Outside any transaction. */
        PROBE
    }
}
