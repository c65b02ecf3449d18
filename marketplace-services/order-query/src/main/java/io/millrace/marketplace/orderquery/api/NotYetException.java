package io.millrace.marketplace.orderquery.api;

/** The read model has not reached the version that was asked for. */
final class NotYetException extends RuntimeException {

    private final long wanted;
    private final long reached;

    NotYetException(long wanted, long reached) {
        super("The read model has version %d of this order and not yet version %d; try again in a moment."
                .formatted(reached, wanted));
        this.wanted = wanted;
        this.reached = reached;
    }

    long wanted() {
        return wanted;
    }

    long reached() {
        return reached;
    }
}
