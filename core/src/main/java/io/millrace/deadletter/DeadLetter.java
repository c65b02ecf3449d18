package io.millrace.deadletter;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was put aside with everything needed to understand and repeat it.
 *
 * @param source who put it aside, such as {@code consumer:email-service} or {@code relay:ordering}
 * @param location where it came from, such as {@code marketplace.order-0@17}; unique for a source
 * @param key the key whose order it belongs to; for a relay the aggregate's type and id, such as {@code Order/1},
 *     for two types may use one id
 * @param eventId as the message says, if it can be read
 * @param type as the message says
 * @param attributes CloudEvents attributes and other headers
 * @param failure what it failed with last
 * @param attempts how often it was tried
 */
public record DeadLetter(
        UUID id,
        String source,
        String location,
        @Nullable String key,
        @Nullable UUID eventId,
        @Nullable String type,
        Map<String, String> attributes,
        String payload,
        Failure failure,
        int attempts,
        State state,
        Instant parkedAt) {

    public enum State {
        /** It failed by itself, and waits for an operator. */
        PARKED,
        /** It waits for an earlier message of its key. */
        HELD,
        /** An operator asked for another attempt. */
        REDRIVING,
        /** It was handled or published after all. */
        REDRIVEN,
        /** An operator gave it up. */
        DISCARDED;

        /** Whether nothing more will happen to it, so that it holds no other message of its key. */
        public boolean resolved() {
            return this == REDRIVEN || this == DISCARDED;
        }
    }

    public DeadLetter {
        attributes = Map.copyOf(attributes);
    }

    /** The same message in another state. */
    public DeadLetter in(State other) {
        return new DeadLetter(
                id, source, location, key, eventId, type, attributes, payload, failure, attempts, other, parkedAt);
    }

    /** The same message, parked after another attempt. */
    public DeadLetter failedAgain(Failure latest) {
        return new DeadLetter(
                id,
                source,
                location,
                key,
                eventId,
                type,
                attributes,
                payload,
                latest,
                attempts + 1,
                State.PARKED,
                parkedAt);
    }
}
