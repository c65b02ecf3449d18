package io.millrace.postgres;

/** Millrace can't work on this database; the message says what was found and what is needed. */
public class UnsuitableDatabaseException extends RuntimeException {

    public UnsuitableDatabaseException(String message) {
        super(message);
    }

    public UnsuitableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
