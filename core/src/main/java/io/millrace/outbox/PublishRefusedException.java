package io.millrace.outbox;

import org.jspecify.annotations.Nullable;

/** The broker will never take this message: too large, no such topic, not authorised. */
public class PublishRefusedException extends RuntimeException {

    public PublishRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
