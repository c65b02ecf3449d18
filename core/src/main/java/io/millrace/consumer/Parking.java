package io.millrace.consumer;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.Failure;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a consumer's messages into the dead letters. */
final class Parking {

    private static final Failure WAITS = new Failure("held", "waits for an earlier message of its key", "", "held");

    private final String source;
    private final ConsumerEnvironment environment;

    Parking(String source, ConsumerEnvironment environment) {
        this.source = source;
        this.environment = environment;
    }

    /** The source of a consumer's dead letters. */
    static String sourceOf(EventConsumer consumer) {
        return "consumer:" + consumer.name();
    }

    /** The message failed by itself; later ones of its key must wait. */
    void park(IncomingMessage message, Failure failure, int attempts) {
        put(message, message.key(), failure, attempts, State.PARKED);
    }

    /** As {@link #park}, for a message that is too old to have later ones wait for it. */
    void parkAlone(IncomingMessage message, Failure failure) {
        put(message, null, failure, 1, State.PARKED);
    }

    /** The message waits for an earlier one of its key. */
    void hold(IncomingMessage message) {
        put(message, message.key(), WAITS, 0, State.HELD);
    }

    private void put(IncomingMessage message, @Nullable String key, Failure failure, int attempts, State state) {
        environment
                .deadLetters()
                .park(new DeadLetter(
                        EventIds.next(),
                        source,
                        message.origin().toString(),
                        key,
                        eventId(message.attributes().get(CloudEvents.ID)),
                        message.attributes().get(CloudEvents.TYPE),
                        message.attributes(),
                        message.body(),
                        failure,
                        attempts,
                        state,
                        environment.clock().instant()));
    }

    private static @Nullable UUID eventId(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
