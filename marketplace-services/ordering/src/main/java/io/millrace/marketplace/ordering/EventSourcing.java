package io.millrace.marketplace.ordering;

import io.millrace.aggregate.CommandHandler;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.OrderShipped;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderDecider;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.outbox.IntegrationEvents;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is stored, what handles commands, and what of it leaves the service. */
@Configuration(proxyBeanMethods = false)
class EventSourcing {

    @Bean
    EventTypes domainEvents() {
        return EventTypes.of(OrderEvent.class);
    }

    @Bean
    CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders(CommandHandler.Environment environment) {
        return new CommandHandler<>("Order", new OrderDecider(), environment);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(MarketplaceEvent.types())
                .on(OrderEvent.OrderCreated.class, EventSourcing::published)
                .on(
                        OrderEvent.OrderPaid.class,
                        e -> new OrderPaid(
                                e.orderId(), e.orderNumber(), e.customerId(), e.totalAmount(), e.paymentId()))
                .on(
                        OrderEvent.OrderShipped.class,
                        e -> new OrderShipped(e.orderId(), e.orderNumber(), e.customerId(), e.trackingNumber()))
                .on(
                        OrderEvent.OrderCancelled.class,
                        e -> new OrderCancelled(e.orderId(), e.orderNumber(), e.customerId(), e.reason(), e.cause()));
    }

    private static OrderCreated published(OrderEvent.OrderCreated e) {
        return new OrderCreated(
                e.orderId(),
                e.orderNumber(),
                e.customerId(),
                e.email(),
                e.language(),
                e.items(),
                e.totalAmount(),
                e.paymentMethod());
    }
}
