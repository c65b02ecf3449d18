package io.millrace.marketplace.notification;

import io.millrace.consumer.IncomingMessage;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.JsonEventCodec;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderItem;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Placed orders, as they come from the topic. */
final class PlacedOrders {

    private static final AtomicLong OFFSETS = new AtomicLong();

    private PlacedOrders() {}

    /** An address that no other test writes to. */
    static String someone() {
        return "kim." + UUID.randomUUID() + "@example.com";
    }

    static OrderCreated order(String email, String language) {
        List<OrderItem> items = List.of(
                new OrderItem("TEA", "보성 녹차", 2, Money.won(14_000)),
                new OrderItem("KNIFE", "Santoku knife", 1, Money.won(89_000)));
        return new OrderCreated(
                UUID.randomUUID(), "MR-100001", "customer-1", email, language, items, Money.won(117_000));
    }

    static IncomingMessage message(OrderCreated order) {
        EventMetadata metadata =
                new EventMetadata(EventIds.next(), "OrderCreated", 1, Instant.now(), null, null, null, null);
        return new IncomingMessage(
                new IncomingMessage.Origin("marketplace.order", 0, OFFSETS.incrementAndGet()),
                order.orderId().toString(),
                CloudEvents.attributes(
                        metadata, URI.create("/ordering"), order.orderId().toString(), 1),
                new JsonEventCodec(MarketplaceEvent.types()).encode(order));
    }
}
