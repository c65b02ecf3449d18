package io.millrace.event;

/** A type that is not in the registry of this application. */
public class UnknownEventTypeException extends EventFormatException {

    public UnknownEventTypeException(String type) {
        super("event type '%s' is not registered: add its class to EventTypes".formatted(type));
    }
}
