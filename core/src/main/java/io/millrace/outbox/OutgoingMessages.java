package io.millrace.outbox;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import java.time.Clock;

/** Makes messages of events: an id, the metadata of the current context, and JSON. Safe for use by many threads. */
public final class OutgoingMessages {

    private final EventTypes types;
    private final EventCodec codec;
    private final Clock clock;

    public OutgoingMessages(EventTypes types, EventCodec codec, Clock clock) {
        this.types = types;
        this.codec = codec;
        this.clock = clock;
    }

    /** A message that has no position yet. Fails at once for an event that can't be written. */
    public OutgoingMessage of(OutgoingEvent event) {
        return new OutgoingMessage(
                0,
                event.aggregateType(),
                event.aggregateId(),
                0,
                types.describe(event.event(), clock),
                codec.encode(event.event()));
    }
}
