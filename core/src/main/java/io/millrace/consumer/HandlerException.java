package io.millrace.consumer;

/** Carries a handler's checked exception through a transaction; the cause is what failed. */
final class HandlerException extends RuntimeException {

    private HandlerException(Exception cause) {
        super(cause);
    }

    static RuntimeException of(Exception e) {
        return e instanceof RuntimeException unchecked ? unchecked : new HandlerException(e);
    }

    static Throwable causeOf(Throwable failure) {
        return failure instanceof HandlerException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
