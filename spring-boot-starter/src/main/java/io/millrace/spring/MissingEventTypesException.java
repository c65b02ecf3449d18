package io.millrace.spring;

/** The application does not say which events it has. */
final class MissingEventTypesException extends RuntimeException {

    MissingEventTypesException() {
        super("there is no bean of type io.millrace.event.EventTypes");
    }
}
