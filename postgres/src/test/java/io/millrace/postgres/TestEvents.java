package io.millrace.postgres;

import io.millrace.event.EventCodec;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.store.NewEvent;
import io.millrace.store.StreamId;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events and streams for tests. */
final class TestEvents {

    @EventType("Counted")
    record Counted(long number) {}

    static final EventTypes TYPES = EventTypes.of(Counted.class);
    static final EventCodec CODEC = new JsonEventCodec(TYPES);
    static final OutgoingMessages MESSAGES = new OutgoingMessages(TYPES, CODEC, Clock.systemUTC());

    private TestEvents() {}

    static StreamId aStream() {
        return new StreamId("Counter", UUID.randomUUID().toString());
    }

    static NewEvent counted(long number) {
        Counted event = new Counted(number);
        return new NewEvent(TYPES.describe(event, Clock.systemUTC()), event);
    }

    static List<NewEvent> events(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(TestEvents::counted).toList();
    }
}
