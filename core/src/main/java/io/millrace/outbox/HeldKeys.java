package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;

/** The keys that wait behind a message of theirs that was put aside, and the letters about them. For one thread. */
final class HeldKeys {

    private final String source;
    private final Set<String> keys;
    private final Clock clock;

    HeldKeys(String source, DeadLetters deadLetters, Clock clock) {
        this.source = source;
        this.keys = deadLetters.keys(source);
        this.clock = clock;
    }

    boolean hold(OutgoingMessage message) {
        return keys.contains(key(message));
    }

    void add(OutgoingMessage message) {
        keys.add(key(message));
    }

    /** The message that failed by itself; its key is held from now on. */
    DeadLetter parked(OutgoingMessage message, Throwable cause) {
        add(message);
        return letter(message, Failure.of(cause), State.PARKED);
    }

    /** The message that waits for an earlier one of its key. */
    DeadLetter held(OutgoingMessage message) {
        Throwable cause = new PublishRefusedException("waits for an earlier message of its key", null);
        return letter(message, Failure.of(cause), State.HELD);
    }

    private static String key(OutgoingMessage message) {
        return type(message) + "/" + message.key();
    }

    private static String type(OutgoingMessage message) {
        return URLEncoder.encode(message.aggregateType(), StandardCharsets.UTF_8);
    }

    private DeadLetter letter(OutgoingMessage message, Failure failure, State state) {
        EventMetadata metadata = message.metadata();
        URI aggregate = URI.create("/" + type(message));
        return new DeadLetter(
                EventIds.next(),
                source,
                Long.toString(message.position()),
                key(message),
                metadata.eventId(),
                metadata.type(),
                CloudEvents.attributes(metadata, aggregate, message.key(), message.sequence()),
                message.payload(),
                failure,
                1,
                state,
                clock.instant());
    }
}
