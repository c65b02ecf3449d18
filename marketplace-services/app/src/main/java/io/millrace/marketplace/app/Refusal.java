package io.millrace.marketplace.app;

/** Why the marketplace does not start, in one line that says what to do; nothing has been started. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
