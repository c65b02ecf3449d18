package io.millrace.marketplace.ordering.checkout;

import io.millrace.aggregate.CommandHandler;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PayOrder;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.marketplace.ordering.order.OrderStatus;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Decides orders that are placed and nothing more. One that is decided stays as it is: who pays for a cancelled order
 * gets the money back, for payment hears of the cancellation too. Safe for use by many threads.
 */
@Component
final class OpenOrders {

    private final CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders;

    OpenOrders(CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders) {
        this.orders = orders;
    }

    void pay(UUID orderId, String paymentId) {
        decide(orderId, new PayOrder(paymentId));
    }

    void cancel(UUID orderId, CancelOrder why) {
        decide(orderId, why);
    }

    private void decide(UUID orderId, OrderCommand command) {
        String id = orderId.toString();
        boolean open = orders.load(id)
                .state()
                .filter(order -> order.status() == OrderStatus.CREATED)
                .isPresent();
        if (open) {
            orders.handle(id, command);
        }
    }
}
