package io.millrace.consumer;

import java.time.Duration;

/** A handler did not return in time; the stack trace shows where it was. */
public class HandlerTimeoutException extends RuntimeException {

    private final boolean stillRunning;

    HandlerTimeoutException(Duration limit, StackTraceElement[] where, boolean stillRunning) {
        super("the handler did not return within %d s%s"
                .formatted(limit.toSeconds(), stillRunning ? ", nor when it was interrupted" : ""));
        this.stillRunning = stillRunning;
        setStackTrace(where);
    }

    /** Whether it may still be running: its thread was given up, and its transaction is ended by the database. */
    public boolean stillRunning() {
        return stillRunning;
    }
}
