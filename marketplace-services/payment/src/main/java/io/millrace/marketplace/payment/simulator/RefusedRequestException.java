package io.millrace.marketplace.payment.simulator;

/** The request can't be carried out, and has had no effect. */
final class RefusedRequestException extends RuntimeException {

    private final int status;

    RefusedRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
