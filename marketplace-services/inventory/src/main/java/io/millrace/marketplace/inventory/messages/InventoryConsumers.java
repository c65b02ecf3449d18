package io.millrace.marketplace.inventory.messages;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.ReleaseStock;
import io.millrace.marketplace.contracts.ReserveStock;
import io.millrace.marketplace.inventory.reservation.ReservationRequest;
import io.millrace.marketplace.inventory.reservation.Reservations;
import io.millrace.outbox.Destinations;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Commands to inventory, and events that it reacts to. Each has a transaction of its own: it locks products in the
 * order of their skus, and the products of the next message would break that order.
 */
@Configuration(proxyBeanMethods = false)
class InventoryConsumers {

    @Bean
    EventTypes eventTypes() {
        return MarketplaceEvent.types();
    }

    @Bean
    EventConsumer stockCommands(Reservations reservations, Destinations destinations) {
        Topics commands = new Topics(destinations, "inventory-commands");
        return commands.read("inventory-commands", ReserveStock.class, ReleaseStock.class)
                .on(ReserveStock.class, it -> reservations.reserve(ReservationRequest.of(it.event())))
                .on(ReleaseStock.class, it -> reservations.release(it.event().orderId()));
    }

    @Bean
    EventConsumer orderEvents(
            Reservations reservations,
            Destinations destinations,
            @Value("${marketplace.checkout:orchestrated}") Checkout checkout) {
        Topics orders = new Topics(destinations, "Order");
        return switch (checkout) {
            case ORCHESTRATED ->
                ended(orders.read("inventory-orders", OrderPaid.class, OrderCancelled.class), reservations);
            case CHOREOGRAPHED ->
                ended(
                                orders.read(
                                        "inventory-orders", OrderCreated.class, OrderPaid.class, OrderCancelled.class),
                                reservations)
                        .on(OrderCreated.class, it -> reservations.reserve(ReservationRequest.of(it.event())));
        };
    }

    @Bean
    @ConditionalOnProperty(name = "marketplace.checkout", havingValue = "choreographed")
    EventConsumer paymentEvents(Reservations reservations, Destinations destinations) {
        return new Topics(destinations, "Payment")
                .read("inventory-payments", PaymentFailed.class)
                .on(PaymentFailed.class, it -> reservations.release(it.event().orderId()));
    }

    private static EventConsumer ended(EventConsumer consumer, Reservations reservations) {
        return consumer.on(OrderPaid.class, it -> reservations.sell(it.event().orderId()))
                .on(OrderCancelled.class, it -> reservations.cancel(it.event().orderId()));
    }

    /** The topics of an aggregate type: one, or one for each event type where the marketplace is set up so. */
    private record Topics(Destinations destinations, String aggregateType) {

        EventConsumer read(String consumerName, Class<?>... types) {
            EventTypes registered = MarketplaceEvent.types();
            EventConsumer consumer = EventConsumer.named(consumerName).eachInItsOwnTransaction();
            for (String topic : Stream.of(types)
                    .map(type -> registered.definitionOf(type).name())
                    .map(name -> destinations.topic(aggregateType, name))
                    .distinct()
                    .toList()) {
                consumer = consumer.topic(topic);
            }
            return consumer;
        }
    }
}
