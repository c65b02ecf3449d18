package io.millrace.marketplace.ordering.api;

import io.millrace.consumer.EventConsumer;
import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.contracts.RefundPayment;
import io.millrace.marketplace.contracts.ReleaseStock;
import io.millrace.marketplace.contracts.ReserveStock;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Inventory and payment as the test plays them: they have 100 of everything, decline the card {@code card-declined},
 * and never answer about {@code card-silent}.
 */
enum Participants {
    NONE,
    OBEYING_COMMANDS,
    REACTING_TO_EVENTS;

    private static final int IN_STOCK = 100;

    void joinIn(ConfigurableApplicationContext ordering) {
        switch (this) {
            case NONE -> {}
            case OBEYING_COMMANDS -> {
                add(ordering, inventory(ordering));
                add(ordering, payment(ordering));
            }
            case REACTING_TO_EVENTS -> add(ordering, bystander(ordering));
        }
    }

    private static void add(ConfigurableApplicationContext ordering, EventConsumer participant) {
        ordering.getBeanFactory().registerSingleton(participant.name(), participant);
    }

    private static EventConsumer inventory(ConfigurableApplicationContext ordering) {
        return EventConsumer.named("test-inventory")
                .topic("marketplace.inventory-commands")
                .on(ReserveStock.class, it -> {
                    UUID order = it.event().orderId();
                    tell(
                            ordering,
                            "Inventory",
                            order,
                            reserved(order, it.event().items()));
                })
                .on(ReleaseStock.class, it -> {
                    UUID order = it.event().orderId();
                    tell(ordering, "Inventory", order, new StockReleased(order));
                });
    }

    private static EventConsumer payment(ConfigurableApplicationContext ordering) {
        return EventConsumer.named("test-payment")
                .topic("marketplace.payment-commands")
                .on(
                        ChargePayment.class,
                        it -> charge(
                                ordering,
                                it.event().orderId(),
                                it.event().paymentMethod(),
                                it.event().amount()))
                .on(RefundPayment.class, it -> {
                    UUID order = it.event().orderId();
                    tell(ordering, "Payment", order, new PaymentRefunded(order, Money.won(0)));
                });
    }

    private static EventConsumer bystander(ConfigurableApplicationContext ordering) {
        return EventConsumer.named("test-bystander").topic("marketplace.order").on(OrderCreated.class, it -> {
            OrderCreated placed = it.event();
            MarketplaceEvent stock = reserved(placed.orderId(), placed.items());
            tell(ordering, "Inventory", placed.orderId(), stock);
            if (stock instanceof StockReserved) {
                charge(ordering, placed.orderId(), String.valueOf(placed.paymentMethod()), placed.totalAmount());
            }
        });
    }

    private static void charge(ConfigurableApplicationContext ordering, UUID order, String method, Money amount) {
        switch (method) {
            case "card-silent" -> {}
            case "card-declined" -> tell(ordering, "Payment", order, new PaymentFailed(order, "card declined"));
            default -> tell(ordering, "Payment", order, new PaymentCompleted(order, "PAY-" + order, amount));
        }
    }

    private static MarketplaceEvent reserved(UUID order, List<OrderItem> items) {
        return items.stream()
                .filter(item -> item.quantity() > IN_STOCK)
                .findFirst()
                .<MarketplaceEvent>map(item -> new StockUnavailable(order, item.sku(), "Only 100 are left."))
                .orElseGet(() -> new StockReserved(order));
    }

    /** Tells the service what another one has to say about an order. */
    static void tell(
            ConfigurableApplicationContext ordering, String aggregateType, UUID order, MarketplaceEvent event) {
        ordering.getBean(Outbox.class).add(new OutgoingEvent(aggregateType, order.toString(), event));
    }
}
