package io.millrace.marketplace.ordering.catalogue;

import io.millrace.consumer.EventConsumer;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.ProductPriced;
import io.millrace.outbox.Destinations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is told of products becomes the catalogue. */
@Configuration(proxyBeanMethods = false)
class CatalogueConsumer {

    @Bean
    EventConsumer products(Catalogue catalogue, Destinations destinations) {
        String type = MarketplaceEvent.types().definitionOf(ProductPriced.class).name();
        return EventConsumer.named("ordering-products")
                .topic(destinations.topic("Product", type))
                .on(ProductPriced.class, it -> catalogue.learn(it.event()));
    }
}
