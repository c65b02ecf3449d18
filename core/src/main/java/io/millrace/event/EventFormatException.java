package io.millrace.event;

import org.jspecify.annotations.Nullable;

/** An event that can't be written or read; repeating it will not help. The message never contains the payload. */
public class EventFormatException extends RuntimeException {

    public EventFormatException(String message) {
        super(message);
    }

    public EventFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
