package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.Failure;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys that wait behind a message of theirs that was put aside, and the letters about them.
 *
 * <p>A key is held from the moment when this instance puts a message of it aside, until the store has no unresolved
 * letter of it any more. That is looked up from time to time only: whatever is put aside meanwhile is released in
 * its turn. For one thread.
 */
final class HeldKeys {

    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /** A held key: the position it is held after, and the positions of its letters that are not stored yet. */
    private record Held(long after, Set<Long> unstored) {}

    private final String source;
    private final Map<String, Held> held = new HashMap<>();
    private final Clock clock;
    private long lookedAtNanos;

    HeldKeys(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Learns which keys are held, beside those of which this instance has letters that are not stored yet. */
    void load(DeadLetters deadLetters) {
        held.values().removeIf(key -> key.unstored().isEmpty());
        deadLetters.keys(source).forEach(key -> held.putIfAbsent(key, new Held(0, new HashSet<>())));
        lookedAtNanos = System.nanoTime();
    }

    /** Forgets, once in a while, the keys that wait for nothing any more. */
    void release(DeadLetters deadLetters) {
        if (held.isEmpty() || System.nanoTime() - lookedAtNanos < LOOK_EVERY_NANOS) {
            return;
        }
        Set<String> waiting = deadLetters.keys(source);
        held.entrySet().removeIf(key -> key.getValue().unstored().isEmpty() && !waiting.contains(key.getKey()));
        lookedAtNanos = System.nanoTime();
    }

    /** Whether the message comes after one of its key that was put aside. */
    boolean hold(OutgoingMessage message) {
        Held key = held.isEmpty() ? null : held.get(key(message));
        return key != null && key.after() < message.position();
    }

    void holdAfter(OutgoingMessage message) {
        held.computeIfAbsent(key(message), key -> new Held(message.position(), new HashSet<>()))
                .unstored()
                .add(message.position());
    }

    /** The message that failed by itself; its key is held from now on. */
    DeadLetter parked(OutgoingMessage message, Throwable cause) {
        return letter(message, Failure.of(cause), State.PARKED);
    }

    /** The message that waits for an earlier one of its key. */
    DeadLetter held(OutgoingMessage message) {
        Throwable cause = new PublishRefusedException("waits for an earlier message of its key", null);
        return letter(message, Failure.of(cause), State.HELD);
    }

    /** The letter is in the store. */
    void stored(DeadLetter letter) {
        Held key = held.get(letter.key());
        if (key != null) {
            key.unstored().remove(Long.valueOf(letter.location()));
        }
    }

    private static String key(OutgoingMessage message) {
        return type(message) + "/" + message.key();
    }

    private static String type(OutgoingMessage message) {
        return URLEncoder.encode(message.aggregateType(), StandardCharsets.UTF_8);
    }

    private DeadLetter letter(OutgoingMessage message, Failure failure, State state) {
        holdAfter(message);
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

    /** The message as it was put aside. */
    static OutgoingMessage message(DeadLetter letter) {
        String source = letter.attributes().getOrDefault(CloudEvents.SOURCE, "/");
        return new OutgoingMessage(
                Long.parseLong(letter.location()),
                URLDecoder.decode(source.substring(1), StandardCharsets.UTF_8),
                letter.attributes().getOrDefault(CloudEvents.SUBJECT, ""),
                CloudEvents.sequence(letter.attributes()),
                CloudEvents.metadata(letter.attributes()),
                letter.payload());
    }
}
