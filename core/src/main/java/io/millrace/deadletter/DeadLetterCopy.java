package io.millrace.deadletter;

/**
 * Where a copy of each parked message goes, such as a dead-letter topic that others watch. The copy is a notice: it is
 * sent once the letter is durable, perhaps never, and nothing is ever read from it.
 */
@FunctionalInterface
public interface DeadLetterCopy {

    /** Must not block for long; what it throws is logged. */
    void send(DeadLetter letter);
}
