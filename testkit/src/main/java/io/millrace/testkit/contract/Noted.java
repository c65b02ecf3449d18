package io.millrace.testkit.contract;

import io.millrace.event.EventCodec;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.store.NewEvent;
import java.time.Clock;

/** The event of the contract suites. */
@EventType(value = "Noted", version = 1)
public record Noted(String text) {

    public static final EventTypes TYPES = EventTypes.of(Noted.class);
    public static final EventCodec CODEC = new JsonEventCodec(TYPES);

    static NewEvent event(String text) {
        Noted noted = new Noted(text);
        return new NewEvent(TYPES.describe(noted, Clock.systemUTC()), noted);
    }

    static String read(EventMetadata metadata, String payload) {
        return ((Noted) CODEC.decode(metadata.type(), metadata.version(), payload)).text();
    }
}
