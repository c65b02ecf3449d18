package io.millrace.marketplace.ordering.api;

import io.millrace.aggregate.CommandHandler;
import io.millrace.aggregate.CommandHandler.Loaded;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.ordering.catalogue.Catalogue;
import io.millrace.marketplace.ordering.checkout.Checkouts;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.store.Appended;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Commands on orders. */
@RestController
@RequestMapping("/api/orders")
final class OrdersController {

    private static final long PLACED = 1;

    private final CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders;
    private final Checkouts checkouts;
    private final OrderNumbers numbers;
    private final Catalogue catalogue;

    OrdersController(
            CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders,
            Checkouts checkouts,
            OrderNumbers numbers,
            Catalogue catalogue) {
        this.orders = orders;
        this.checkouts = checkouts;
        this.numbers = numbers;
        this.catalogue = catalogue;
    }

    @PostMapping
    ResponseEntity<PlacedOrder> place(
            @RequestBody PlaceOrderRequest request,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String languages) {
        String customerId = request.validCustomerId();
        String email = request.validEmail();
        SequencedMap<String, Integer> quantities = request.validQuantities();
        String paymentMethod = request.validPaymentMethod();
        UUID id = new IdempotencyKey(key).orderIdFor(customerId);
        String language = CustomerLanguage.of(languages);
        List<OrderItem> items = catalogue.items(quantities, language);
        checkouts.place(new PlaceOrder(id, numbers.next(), customerId, email, language, items, paymentMethod));
        Loaded<Optional<Order>> first = orders.loadAt(id.toString(), PLACED);
        return ResponseEntity.created(URI.create("/api/orders/" + id))
                .body(PlacedOrder.of(first.state().orElseThrow(), PLACED));
    }

    @PostMapping("/{id}/ship")
    ChangedOrder ship(@PathVariable UUID id, @RequestBody ShipOrderRequest request) {
        return change(id, request.command());
    }

    /** Cancels at once an order whose checkout is over; one that is under way is undone first, and cancelled then. */
    @PostMapping("/{id}/cancel")
    ResponseEntity<ChangedOrder> cancel(@PathVariable UUID id, @RequestBody CancelOrderRequest request) {
        String reason = request.validReason();
        if (checkouts.callOff(id, reason)) {
            return ResponseEntity.accepted().body(asItIs(id));
        }
        return ResponseEntity.ok(change(id, new CancelOrder(reason)));
    }

    private ChangedOrder asItIs(UUID id) {
        Loaded<Optional<Order>> loaded = orders.load(id.toString());
        return new ChangedOrder(
                id, loaded.version(), loaded.state().orElseThrow().status());
    }

    private ChangedOrder change(UUID id, OrderCommand command) {
        Appended appended = orders.handle(id.toString(), command);
        Order changed = orders.loadAt(id.toString(), appended.version()).state().orElseThrow();
        return new ChangedOrder(id, appended.version(), changed.status());
    }
}
