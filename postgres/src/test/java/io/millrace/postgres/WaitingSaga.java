package io.millrace.postgres;

import io.millrace.event.EventType;
import io.millrace.saga.Saga;
import java.time.Duration;

/** A saga that asks somebody who answers only where a test does. */
final class WaitingSaga {

    static final String NAME = "waiting";

    record Waiting(String id) {}

    @EventType("Ask")
    record Ask() {}

    @EventType("Answered")
    record Answered() {}

    private WaitingSaga() {}

    static Saga<Waiting> in(BookWorld world, Duration answerWithin) {
        return Saga.named(NAME, Waiting.class)
                .command("ask", "Nobody", waiting -> new Ask())
                .answeredBy(Answered.class)
                .answerWithin(answerWithin)
                .noUndoNeeded("nobody hears it")
                .whenUndone(waiting -> world.effect(waiting.id(), "undone"))
                .build();
    }
}
