package io.millrace.marketplace.orderquery;

import io.millrace.consumer.IncomingMessage;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventCodec;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.EmailSent;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.OrderShipped;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The events of one order, as they come from the topic. */
final class OrderEvents {

    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final AtomicLong OFFSETS = new AtomicLong();
    private static final AtomicLong ORDERS = new AtomicLong();
    private static final EventTypes TYPES = MarketplaceEvent.types();
    private static final EventCodec CODEC = new JsonEventCodec(TYPES);

    final UUID id = UUID.randomUUID();
    final String customer;
    private final Instant placedAt = START.plusSeconds(ORDERS.incrementAndGet());
    private final Money total = Money.won(28_000);

    private OrderEvents(String customer) {
        this.customer = customer;
    }

    static OrderEvents anOrder() {
        return of("customer-" + UUID.randomUUID());
    }

    static OrderEvents of(String customer) {
        return new OrderEvents(customer);
    }

    IncomingMessage created() {
        List<OrderItem> items = List.of(new OrderItem("TEA", "보성 녹차", 2, Money.won(14_000)));
        return message(1, new OrderCreated(id, "MR-1", customer, "kim@example.com", "ko", items, total));
    }

    IncomingMessage paid() {
        return message(2, new OrderPaid(id, "MR-1", customer, total, "PAY-1"));
    }

    IncomingMessage shipped() {
        return message(3, new OrderShipped(id, "MR-1", customer, "TRACK-1"));
    }

    IncomingMessage cancelled() {
        return message(3, new OrderCancelled(id, "MR-1", customer, "changed my mind"));
    }

    IncomingMessage cancelledFor(CancellationCause cause) {
        return message(2, new OrderCancelled(id, "MR-1", customer, "The reason in English.", cause));
    }

    IncomingMessage emailSent() {
        return message(0, new EmailSent(id, "MR-1", "kim@example.com", "<1@marketplace.local>", START));
    }

    IncomingMessage refundMailed() {
        return message(0, new EmailSent(id, "MR-1", "kim@example.com", "<2@marketplace.local>", START, "REFUND"));
    }

    private IncomingMessage message(long sequence, MarketplaceEvent event) {
        EventTypes.Definition type = TYPES.definitionOf(event.getClass());
        EventMetadata metadata = new EventMetadata(
                EventIds.next(), type.name(), 1, placedAt.plusSeconds(60 * sequence), null, null, null, null);
        return new IncomingMessage(
                new IncomingMessage.Origin("marketplace.order", 0, OFFSETS.incrementAndGet()),
                id.toString(),
                CloudEvents.attributes(metadata, URI.create("/ordering"), id.toString(), sequence),
                CODEC.encode(event));
    }
}
