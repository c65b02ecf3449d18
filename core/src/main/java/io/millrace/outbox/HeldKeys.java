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
import java.util.HashMap;
import java.util.Map;

/** The keys that wait behind a message of theirs that was put aside, and the letters about them. For one thread. */
final class HeldKeys {

    private final String source;
    private final Map<String, Long> heldAfter = new HashMap<>();
    private final Clock clock;

    HeldKeys(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Learns which keys are held; what was put aside by this instance must have been stored. */
    void load(DeadLetters deadLetters) {
        heldAfter.clear();
        deadLetters.keys(source).forEach(key -> heldAfter.put(key, 0L));
    }

    /** Whether the message comes after one of its key that was put aside. */
    boolean hold(OutgoingMessage message) {
        return !heldAfter.isEmpty() && heldAfter.getOrDefault(key(message), Long.MAX_VALUE) < message.position();
    }

    void holdAfter(OutgoingMessage message) {
        heldAfter.putIfAbsent(key(message), message.position());
    }

    /** The message that failed by itself; its key is held from now on. */
    DeadLetter parked(OutgoingMessage message, Throwable cause) {
        holdAfter(message);
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
