package io.millrace.saga;

/** What a person says of a step. */
public enum Resolution {
    /** It has happened; the saga goes on behind it. */
    DONE,
    /**
     * It has not happened and won't: the saga is undone, or after the pivot goes on without it. Not said of an undo, which
     * is retried or done by hand.
     */
    NOT_DONE
}
