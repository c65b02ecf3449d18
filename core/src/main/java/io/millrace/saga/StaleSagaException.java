package io.millrace.saga;

/** Somebody else changed the saga meanwhile; nothing was stored. */
public class StaleSagaException extends RuntimeException {

    public StaleSagaException(String message) {
        super(message);
    }
}
