package io.millrace.event;

/** An event written by a newer version of its type than this application knows, as in a rolling deployment. */
public class NewerEventVersionException extends EventFormatException {

    public NewerEventVersionException(String type, int version, int known) {
        super("event type '%s' has version %d, this application knows up to %d: deploy the newer one and redrive"
                .formatted(type, version, known));
    }
}
