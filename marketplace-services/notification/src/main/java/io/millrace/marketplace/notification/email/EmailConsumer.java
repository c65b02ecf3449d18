package io.millrace.marketplace.notification.email;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.outbox.Destinations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which events become e-mails. */
@Configuration(proxyBeanMethods = false)
class EmailConsumer {

    @Bean
    EventTypes eventTypes() {
        return MarketplaceEvent.types();
    }

    @Bean
    EventConsumer confirmations(EmailService emails, Destinations destinations) {
        return EventConsumer.named("email-service")
                .topic(destinations.topic("Order", "OrderCreated"))
                .eachInItsOwnTransaction()
                .on(OrderCreated.class, emails::confirm);
    }
}
