package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.EmailSent;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.OrderShipped;
import io.millrace.outbox.Destinations;
import io.millrace.projection.Projection;
import io.millrace.work.Transactions;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is folded, and from which topics. */
@Configuration(proxyBeanMethods = false)
class OrderProjections {

    @Bean
    EventTypes eventTypes() {
        return MarketplaceEvent.types();
    }

    @Bean
    EventConsumer orderDetail(
            OrderWriter writer, Arrivals arrivals, Transactions transactions, Destinations destinations) {
        Projection<OrderRows> projection = Projection.named("order-detail")
                .folding(OrderRows::new, rows -> {
                    writer.write(rows.all());
                    List<UUID> orders = rows.orderIds();
                    transactions.afterCommit(() -> arrivals.arrived(orders));
                })
                .on(OrderCreated.class, OrderRows::created)
                .on(OrderPaid.class, OrderRows::paid)
                .on(OrderShipped.class, OrderRows::shipped)
                .on(OrderCancelled.class, OrderRows::cancelled);
        return consumer(projection, "Order", destinations);
    }

    @Bean
    EventConsumer orderConfirmations(ConfirmationWriter writer, Destinations destinations) {
        Projection<ConfirmationWriter.Batch> projection = Projection.named("order-confirmations")
                .folding(ConfirmationWriter.Batch::new, writer::write)
                .on(EmailSent.class, (batch, received) -> batch.sent(received.event()));
        return consumer(projection, "Email", destinations);
    }

    /** Reads one topic, or one for each type where the marketplace is set up so. */
    private static EventConsumer consumer(Projection<?> projection, String aggregateType, Destinations destinations) {
        EventTypes types = MarketplaceEvent.types();
        List<String> topics = projection.types().stream()
                .map(type -> destinations.topic(
                        aggregateType, types.definitionOf(type).name()))
                .distinct()
                .sorted()
                .toList();
        EventConsumer consumer = EventConsumer.named(projection.name());
        for (String topic : topics) {
            consumer = consumer.topic(topic);
        }
        return consumer.handledBy(projection);
    }
}
