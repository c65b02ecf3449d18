package io.millrace.postgres;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Dead letters for tests. */
final class DeadLetterExamples {

    private DeadLetterExamples() {}

    static DeadLetter parked(String source, String location) {
        return letter(source, location, UUID.randomUUID(), DeadLetter.State.PARKED, "{\"number\":1}");
    }

    static DeadLetter letter(String source, String location, UUID eventId, DeadLetter.State state, String payload) {
        return new DeadLetter(
                UUID.randomUUID(),
                source,
                location,
                "key of " + location,
                eventId,
                "Counted",
                Map.of("id", eventId.toString(), "odd \"name\"", "{a,b}", "empty", ""),
                payload,
                Failure.of(new IllegalStateException("no\u0000 way")),
                3,
                state,
                Instant.parse("2026-01-01T00:00:00.123456Z"));
    }
}
