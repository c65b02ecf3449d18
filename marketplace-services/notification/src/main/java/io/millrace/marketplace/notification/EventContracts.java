package io.millrace.marketplace.notification;

import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.notification.push.News;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The events that this service reads and writes. */
@Configuration(proxyBeanMethods = false)
class EventContracts {

    @Bean
    EventTypes eventTypes() {
        return EventTypes.of(MarketplaceEvent.class, News.class);
    }
}
