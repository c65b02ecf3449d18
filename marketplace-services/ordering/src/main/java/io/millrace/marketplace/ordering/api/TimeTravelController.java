package io.millrace.marketplace.ordering.api;

import io.millrace.aggregate.CommandHandler;
import io.millrace.aggregate.CommandHandler.Loaded;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.marketplace.ordering.order.OrderNotFoundException;
import io.millrace.marketplace.service.InvalidRequestException;
import io.millrace.store.EventStore;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What the event store knows about an order's past. */
@RestController
@RequestMapping("/api/orders/{id}")
final class TimeTravelController {

    private final EventStore store;
    private final CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders;
    private final JsonMapper json;

    TimeTravelController(
            EventStore store, CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders, JsonMapper json) {
        this.store = store;
        this.orders = orders;
        this.json = json;
    }

    @GetMapping("/history")
    List<HistoryEntry> history(@PathVariable UUID id) {
        List<RecordedEvent> events = store.load(new StreamId("Order", id.toString()), 0);
        if (events.isEmpty()) {
            throw new OrderNotFoundException("There is no order with the id %s.".formatted(id));
        }
        return events.stream().map(this::entry).toList();
    }

    @GetMapping("/state")
    OrderState state(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Long version,
            @RequestParam(required = false) @Nullable String asOf) {
        if ((version == null) == (asOf == null)) {
            throw new InvalidRequestException(
                    "version", "Name either a 'version' or an instant 'asOf', such as 2026-05-01T12:00:00Z.");
        }
        return version != null ? stateAt(id, version) : stateAsOf(id, instant(asOf));
    }

    private OrderState stateAt(UUID id, long version) {
        if (version < 1) {
            throw new InvalidRequestException(
                    "version", "'version' is %d, and versions count from 1.".formatted(version));
        }
        Loaded<Optional<Order>> loaded = orders.loadAt(id.toString(), version);
        if (loaded.version() < version) {
            throw new OrderNotFoundException(
                    "Order %s has no version %d; its newest is %d.".formatted(id, version, loaded.version()));
        }
        return OrderState.of(loaded.state().orElseThrow(), version);
    }

    private OrderState stateAsOf(UUID id, Instant instant) {
        Loaded<Optional<Order>> loaded = orders.loadAsOf(id.toString(), instant);
        return loaded.state()
                .map(order -> OrderState.of(order, loaded.version()))
                .orElseThrow(() -> new OrderNotFoundException("There was no order %s at %s.".formatted(id, instant)));
    }

    private static Instant instant(@Nullable String text) {
        try {
            return Instant.parse(text == null ? "" : text);
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException("asOf", "'asOf' is no instant like 2026-05-01T12:00:00Z.");
        }
    }

    private HistoryEntry entry(RecordedEvent event) {
        return new HistoryEntry(
                event.version(), event.metadata().type(), event.metadata().occurredAt(), json.readTree(event.text()));
    }
}
