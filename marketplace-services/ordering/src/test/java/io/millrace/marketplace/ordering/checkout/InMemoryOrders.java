package io.millrace.marketplace.ordering.checkout;

import io.millrace.aggregate.CommandHandler;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderDecider;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.store.InMemoryEventStore;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.util.Optional;

/** Orders that nobody keeps. */
final class InMemoryOrders {

    private static final EventTypes TYPES = EventTypes.of(OrderEvent.class);
    private static final EventCodec CODEC = new JsonEventCodec(TYPES);

    private InMemoryOrders() {}

    static CommandHandler<OrderCommand, Optional<Order>, OrderEvent> empty() {
        InMemoryTransactions transactions = new InMemoryTransactions();
        return new CommandHandler<>(
                "Order",
                new OrderDecider(),
                new CommandHandler.Environment(
                        new InMemoryEventStore(transactions, CODEC), transactions, TYPES, CODEC, Clock.systemUTC()));
    }
}
