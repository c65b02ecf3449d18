package io.millrace.outbox;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sends messages to a broker.
 *
 * <p>Messages of one key, which is the aggregate's type and id, arrive in the order of the calls. After a message
 * that completed with anything but a refusal, no later one of its key is sent by this publisher: it fails them
 * too, and the relay opens another publisher. Called by one thread; completions come on any thread.
 */
public interface Publisher extends AutoCloseable {

    /**
     * Starts to send the message, and completes once the broker has it safely. Waits while too much is in flight.
     * An outage delays the completion for as long as it lasts; what can never succeed completes exceptionally with
     * {@link PublishRefusedException}, anything else means that the message may or may not have arrived.
     */
    CompletionStage<?> publish(OutgoingMessage message);

    /**
     * What keeps it from delivering at present, such as a broker that can't be reached, in words for an operator;
     * empty when nothing does. For any thread.
     */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Other instances may have the keys of the lane from now on, and none of their messages is unfinished. Should the
     * lane come back, its messages are published here again.
     */
    default void released(int lane) {}

    /** Ends at once what is under way; unfinished messages complete exceptionally. */
    @Override
    void close();
}
