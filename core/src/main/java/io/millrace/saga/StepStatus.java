package io.millrace.saga;

/** How one way of a step stands. */
public enum StepStatus {
    /** It was begun, and what became of it is not known yet. */
    IN_FLIGHT,
    /** Nobody answered in time, or the process ended meanwhile: it may have happened. */
    IN_DOUBT,
    /** It failed for a technical reason and is repeated. */
    RETRYING,
    /** It failed for so long that a person has to look. */
    FAILED,
    /** It was refused, for a reason of the business: it has not happened. */
    REJECTED,
    DONE,
    /** A person says that it is done, or not to be done. */
    RESOLVED_BY_HAND;

    /** Whether the saga goes on behind it. */
    public boolean settled() {
        return this == DONE || this == RESOLVED_BY_HAND;
    }
}
