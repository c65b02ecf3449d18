package io.millrace.saga;

/** How a saga stands. */
public enum SagaStatus {
    /** It goes forward. */
    RUNNING,
    /** It undoes what it has done. */
    COMPENSATING,
    /** It waits for a person, see {@link SagaInstance.Course#suspension()}. */
    SUSPENDED,
    /** Every step is done. */
    COMPLETED,
    /** Every step that may have happened is undone. */
    COMPENSATED;

    public boolean ended() {
        return this == COMPLETED || this == COMPENSATED;
    }
}
