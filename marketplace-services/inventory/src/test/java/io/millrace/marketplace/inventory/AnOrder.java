package io.millrace.marketplace.inventory;

import io.millrace.consumer.IncomingMessage;
import io.millrace.event.CloudEvents;
import io.millrace.event.EventCodec;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.ReleaseStock;
import io.millrace.marketplace.contracts.ReserveStock;
import io.millrace.marketplace.inventory.reservation.ReservationRequest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** An order, and what is said of it: each call makes a message of its own, with an event id of its own. */
final class AnOrder {

    private static final AtomicLong OFFSETS = new AtomicLong();
    private static final EventTypes TYPES = MarketplaceEvent.types();
    private static final EventCodec CODEC = new JsonEventCodec(TYPES);

    final UUID id = UUID.randomUUID();
    private final List<OrderItem> items = new ArrayList<>();

    static AnOrder of(int quantity, String sku) {
        return new AnOrder().and(quantity, sku);
    }

    AnOrder and(int quantity, String sku) {
        items.add(new OrderItem(sku, "Thing", quantity, Money.won(1_000)));
        return this;
    }

    ReservationRequest request() {
        return ReservationRequest.of(reserve());
    }

    ReserveStock reserve() {
        return new ReserveStock(id, "MR-1", items);
    }

    ReleaseStock release() {
        return new ReleaseStock(id, "card declined");
    }

    OrderCreated created() {
        return new OrderCreated(id, "MR-1", "customer-1", "kim@example.com", "ko", items, total(), "card-ok");
    }

    OrderPaid paid() {
        return new OrderPaid(id, "MR-1", "customer-1", total(), "PAY-1");
    }

    OrderCancelled cancelled() {
        return new OrderCancelled(id, "MR-1", "customer-1", "changed my mind");
    }

    PaymentFailed paymentFailed() {
        return new PaymentFailed(id, "card declined");
    }

    Money total() {
        return items.stream().map(OrderItem::price).reduce(Money.won(0), Money::plus);
    }

    /** The event as it comes from a topic. */
    IncomingMessage message(MarketplaceEvent event) {
        String type = TYPES.definitionOf(event.getClass()).name();
        EventMetadata metadata = new EventMetadata(EventIds.next(), type, 1, Instant.now(), null, null, null, null);
        return new IncomingMessage(
                new IncomingMessage.Origin("marketplace.any", 0, OFFSETS.incrementAndGet()),
                id.toString(),
                CloudEvents.attributes(metadata, URI.create("/ordering"), id.toString(), 1),
                CODEC.encode(event));
    }
}
