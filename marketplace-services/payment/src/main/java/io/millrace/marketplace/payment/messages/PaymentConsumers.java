package io.millrace.marketplace.payment.messages;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.ChargePayment;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.RefundPayment;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.payment.payments.Payments;
import io.millrace.outbox.Destinations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Who moves money by which messages. Each message has a transaction of its own, so that none waits for a payment while it
 * keeps another one locked; a saga is not waited for at all. So consumers and sagas, which lock their row before the
 * payment's, never wait in a circle.
 */
@Configuration(proxyBeanMethods = false)
class PaymentConsumers {

    private static final String COMMANDS = "Payment-Commands";

    @Bean
    EventTypes eventTypes() {
        return MarketplaceEvent.types();
    }

    @Bean
    EventConsumer commands(Payments payments, Destinations destinations) {
        String charges = destinations.topic(COMMANDS, "ChargePayment");
        String refunds = destinations.topic(COMMANDS, "RefundPayment");
        EventConsumer consumer =
                EventConsumer.named("payment-commands").topic(charges).eachInItsOwnTransaction();
        return (charges.equals(refunds) ? consumer : consumer.topic(refunds))
                .on(ChargePayment.class, received -> payments.charge(received.event()))
                .on(RefundPayment.class, received -> payments.refund(received.event()));
    }

    /** Refunds follow from what happens to orders, whoever asks for charges. */
    @Bean
    EventConsumer cancellations(Payments payments, Destinations destinations) {
        return EventConsumer.named("payment-cancellations")
                .eachInItsOwnTransaction()
                .topic(destinations.topic("Order", "OrderCancelled"))
                .on(OrderCancelled.class, received -> payments.cancelled(received.event()));
    }

    /** Where nobody conducts the checkout, charges follow from what happens to stock. */
    @Bean
    @ConditionalOnProperty(name = "marketplace.checkout", havingValue = "choreographed")
    EventConsumer reservations(Payments payments, Destinations destinations) {
        return EventConsumer.named("payment-reservations")
                .eachInItsOwnTransaction()
                .topic(destinations.topic("Inventory", "StockReserved"))
                .on(StockReserved.class, received -> Reservation.toCharge(received.event())
                        .ifPresent(payments::charge));
    }
}
