package io.millrace.marketplace.ordering.checkout;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.outbox.Destinations;
import io.millrace.saga.Saga;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The saga, also where none is started any more, so that those under way end; and what takes its place. */
@Configuration(proxyBeanMethods = false)
class CheckoutWiring {

    @Bean
    Saga<Checkout> placeOrder(OpenOrders orders) {
        return new PlaceOrderSaga(orders).saga();
    }

    @Bean
    @ConditionalOnProperty(name = "marketplace.checkout", havingValue = "choreographed")
    EventConsumer checkoutStock(UnconductedOrders orders, Destinations destinations) {
        return reading("ordering-stock", destinations, "Inventory", StockUnavailable.class)
                .on(
                        StockUnavailable.class,
                        it -> orders.cancel(
                                it.event().orderId(),
                                new CancelOrder(it.event().reason(), it.event().cause())));
    }

    @Bean
    @ConditionalOnProperty(name = "marketplace.checkout", havingValue = "choreographed")
    EventConsumer checkoutPayments(UnconductedOrders orders, Destinations destinations) {
        return reading("ordering-payments", destinations, "Payment", PaymentCompleted.class, PaymentFailed.class)
                .on(
                        PaymentCompleted.class,
                        it -> orders.pay(it.event().orderId(), it.event().paymentId()))
                .on(
                        PaymentFailed.class,
                        it -> orders.cancel(
                                it.event().orderId(),
                                new CancelOrder(it.event().reason(), it.event().cause())));
    }

    private static EventConsumer reading(
            String name, Destinations destinations, String aggregateType, Class<?>... events) {
        EventTypes types = MarketplaceEvent.types();
        EventConsumer consumer = EventConsumer.named(name);
        for (String topic : Stream.of(events)
                .map(event -> destinations.topic(
                        aggregateType, types.definitionOf(event).name()))
                .distinct()
                .toList()) {
            consumer = consumer.topic(topic);
        }
        return consumer;
    }
}
