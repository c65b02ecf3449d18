package io.millrace.testkit.engine;

import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.OutgoingMessage;

/** The event that the relay's tests publish: a number of a key. */
@EventType("Counted")
record Counted(String key, int number) {

    static final EventTypes TYPES = EventTypes.of(Counted.class);
    static final JsonEventCodec CODEC = new JsonEventCodec(TYPES);

    static int numberOf(OutgoingMessage message) {
        return ((Counted) CODEC.decode("Counted", 1, message.payload())).number();
    }

    static boolean is(OutgoingMessage message, String key, int number) {
        return message.key().equals(key) && numberOf(message) == number;
    }
}
