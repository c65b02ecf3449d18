package io.millrace.work;

/** Thrown by a handler whose server does not answer just now: the work is repeated until it does, never parked. */
public class TransientFailureException extends RuntimeException {

    public TransientFailureException(String message) {
        super(message);
    }

    public TransientFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
