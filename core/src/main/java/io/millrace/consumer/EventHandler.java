package io.millrace.consumer;

/**
 * Handles one event in the consumer's transaction.
 *
 * <p>Effects in the consumer's database happen once for each event id. Effects elsewhere (an e-mail, a call) may
 * happen again after a crash: give the other side {@code received.metadata().eventId()} as its idempotency key.
 */
@FunctionalInterface
public interface EventHandler<E> {

    void handle(Received<E> received) throws Exception;
}
