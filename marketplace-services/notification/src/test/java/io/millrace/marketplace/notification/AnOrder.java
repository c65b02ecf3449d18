package io.millrace.marketplace.notification;

import io.millrace.consumer.IncomingMessage;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.OrderShipped;
import io.millrace.marketplace.contracts.PaymentRefunded;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** An order, as the events about it come from the topics: each call is an event of its own. */
record AnOrder(UUID id, String number, String email, String language) {

    private static final EventTypes TYPES = MarketplaceEvent.types();
    private static final AtomicLong OFFSETS = new AtomicLong();
    private static final String CUSTOMER = "customer-1";
    private static final Money TOTAL = Money.won(117_000);

    /** Of a customer whom no other test writes to. */
    static AnOrder in(String language) {
        return of("kim." + UUID.randomUUID() + "@example.com", language);
    }

    static AnOrder of(String email, String language) {
        return new AnOrder(UUID.randomUUID(), "MR-100001", email, language);
    }

    AnOrder numbered(String other) {
        return new AnOrder(id, other, email, language);
    }

    IncomingMessage created() {
        List<OrderItem> items = List.of(
                new OrderItem("TEA", "보성 녹차", 2, Money.won(14_000)),
                new OrderItem("KNIFE", "Santoku knife", 1, Money.won(89_000)));
        return ofOrder(new OrderCreated(id, number, CUSTOMER, email, language, items, TOTAL));
    }

    IncomingMessage paid() {
        return ofOrder(new OrderPaid(id, number, CUSTOMER, TOTAL, "PAY-1"));
    }

    IncomingMessage shipped() {
        return ofOrder(new OrderShipped(id, number, CUSTOMER, "TRACK-1"));
    }

    IncomingMessage cancelled(String reason) {
        return ofOrder(new OrderCancelled(id, number, CUSTOMER, reason));
    }

    /** Cancelled for the cause, whose reason is in English. */
    IncomingMessage cancelled(CancellationCause cause) {
        return ofOrder(new OrderCancelled(id, number, CUSTOMER, "The reason in English.", cause));
    }

    IncomingMessage refunded(long amount) {
        return message("marketplace.payment", new PaymentRefunded(id, Money.won(amount)));
    }

    /** The same event once more, further on in its topic. */
    static IncomingMessage again(IncomingMessage message) {
        return new IncomingMessage(
                new IncomingMessage.Origin(message.origin().topic(), 0, OFFSETS.incrementAndGet()),
                message.key(),
                message.attributes(),
                message.body());
    }

    private IncomingMessage ofOrder(MarketplaceEvent event) {
        return message("marketplace.order", event);
    }

    private IncomingMessage message(String topic, MarketplaceEvent event) {
        String type = TYPES.definitionOf(event.getClass()).name();
        EventMetadata metadata = new EventMetadata(EventIds.next(), type, 1, Instant.now(), null, null, null, null);
        return new IncomingMessage(
                new IncomingMessage.Origin(topic, 0, OFFSETS.incrementAndGet()),
                id.toString(),
                CloudEvents.attributes(metadata, URI.create("/ordering"), id.toString(), 1),
                new JsonEventCodec(TYPES).encode(event));
    }
}
