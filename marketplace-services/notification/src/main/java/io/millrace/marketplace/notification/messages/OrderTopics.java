package io.millrace.marketplace.notification.messages;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.outbox.Destinations;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Where the events about orders and their money come from: two topics, or one for each type of event. */
@Component
public final class OrderTopics {

    private final Destinations destinations;

    OrderTopics(Destinations destinations) {
        this.destinations = destinations;
    }

    /** The consumer that reads all topics on which events of these types come. */
    public EventConsumer readBy(EventConsumer consumer, Class<?>... types) {
        EventTypes registered = MarketplaceEvent.types();
        Set<String> topics = new LinkedHashSet<>();
        for (Class<?> type : types) {
            String name = registered.definitionOf(type).name();
            topics.add(destinations.topic(name.startsWith("Payment") ? "Payment" : "Order", name));
        }
        EventConsumer reading = consumer;
        for (String topic : topics) {
            reading = reading.topic(topic);
        }
        return reading;
    }
}
