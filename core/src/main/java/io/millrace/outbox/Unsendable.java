package io.millrace.outbox;

/**
 * Something stored of which no message could be made: it can't be read, mapped or written.
 *
 * @param stored as it stands in the log, its text as the payload
 */
public record Unsendable(OutgoingMessage stored, RuntimeException cause) implements Outgoing {

    @Override
    public long position() {
        return stored.position();
    }
}
