package io.millrace.rabbitmq;

import io.millrace.event.EventCodec;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Events and messages for the tests of this module. */
final class TestEvents {

    @EventType("OrderCreated")
    record OrderCreated(String orderId, int number) {}

    @EventType("OrderPaid")
    record OrderPaid(String orderId) {}

    static final EventTypes TYPES = EventTypes.of(OrderCreated.class, OrderPaid.class);
    static final EventCodec CODEC = new JsonEventCodec(TYPES);
    static final OutgoingMessages MESSAGES = new OutgoingMessages(TYPES, CODEC, Clock.systemUTC());

    private TestEvents() {}

    /** A name that no other test uses. */
    static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static OutgoingMessage created(String key, int number) {
        return message(key, CODEC.encode(new OrderCreated(key, number)));
    }

    /** An OrderCreated with any payload. */
    static OutgoingMessage message(String key, String payload) {
        return new OutgoingMessage(0, "Order", key, 0, metadata("OrderCreated"), payload);
    }

    static EventMetadata metadata(String type) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new EventMetadata(EventIds.next(), type, 1, now, null, null, null, null);
    }
}
