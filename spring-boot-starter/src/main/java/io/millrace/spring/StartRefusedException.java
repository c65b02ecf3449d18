package io.millrace.spring;

import org.jspecify.annotations.Nullable;

/** The application can't work as it is configured: what was found, and what to do about it. */
final class StartRefusedException extends RuntimeException {

    private final String found;
    private final String remedy;

    StartRefusedException(String found, String remedy) {
        this(found, remedy, null);
    }

    StartRefusedException(String found, String remedy, @Nullable Throwable cause) {
        super(found + " " + remedy, cause);
        this.found = found;
        this.remedy = remedy;
    }

    String found() {
        return found;
    }

    String remedy() {
        return remedy;
    }
}
