package io.millrace.consumer;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.Failure;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a consumer's messages into the dead letters. */
final class Parking {

    private final String source;
    private final ConsumerEnvironment environment;

    Parking(String consumer, ConsumerEnvironment environment) {
        this.source = "consumer:" + consumer;
        this.environment = environment;
    }

    void park(IncomingMessage message, Failure failure, int attempts) {
        environment
                .deadLetters()
                .park(new DeadLetter(
                        EventIds.next(),
                        source,
                        message.origin().toString(),
                        message.key(),
                        eventId(message.attributes().get(CloudEvents.ID)),
                        message.attributes().get(CloudEvents.TYPE),
                        message.attributes(),
                        message.body(),
                        failure,
                        attempts,
                        DeadLetter.State.PARKED,
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
