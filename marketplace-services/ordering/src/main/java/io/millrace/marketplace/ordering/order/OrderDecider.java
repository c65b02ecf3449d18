package io.millrace.marketplace.ordering.order;

import static io.millrace.marketplace.ordering.order.OrderRule.A_SHIPPED_OR_CANCELLED_ORDER_CANNOT_BE_CANCELLED;
import static io.millrace.marketplace.ordering.order.OrderRule.ONLY_A_CREATED_ORDER_CAN_BE_PAID;
import static io.millrace.marketplace.ordering.order.OrderRule.ONLY_A_PAID_ORDER_CAN_BE_SHIPPED;

import io.millrace.aggregate.Decider;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PayOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderCommand.ShipOrder;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCancelled;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCreated;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderPaid;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderShipped;
import java.util.List;
import java.util.Optional;

/** What an order does with its commands; empty until it is placed. */
public final class OrderDecider implements Decider<OrderCommand, Optional<Order>, OrderEvent> {

    @Override
    public Optional<Order> initialState() {
        return Optional.empty();
    }

    @Override
    public List<OrderEvent> decide(OrderCommand command, Optional<Order> state) {
        return switch (command) {
            case PlaceOrder place ->
                state.map(order -> placedBefore(place, order)).orElseGet(() -> place(place));
            case PayOrder pay -> pay(pay, existing(state));
            case ShipOrder ship -> ship(ship, existing(state));
            case CancelOrder cancel -> cancel(cancel, existing(state));
        };
    }

    @Override
    public Optional<Order> evolve(Optional<Order> state, OrderEvent event) {
        return switch (event) {
            case OrderCreated created -> Optional.of(Order.placed(created));
            case OrderPaid paid -> state.map(order -> order.after(paid));
            case OrderShipped shipped -> state.map(order -> order.after(shipped));
            case OrderCancelled cancelled -> state.map(order -> order.after(cancelled));
        };
    }

    private static List<OrderEvent> place(PlaceOrder command) {
        Money total = command.items().stream()
                .map(OrderItem::price)
                .reduce(Money::plus)
                .orElseThrow(() -> new IllegalArgumentException("an order has at least one line"));
        return List.of(new OrderCreated(
                command.orderId(),
                command.orderNumber(),
                command.customerId(),
                command.email(),
                command.language(),
                command.items(),
                total,
                command.paymentMethod()));
    }

    private static List<OrderEvent> placedBefore(PlaceOrder command, Order order) {
        if (!order.wasPlacedBy(command)) {
            throw new OrderPlacedDifferentlyException(order);
        }
        return List.of();
    }

    private static List<OrderEvent> pay(PayOrder command, Order order) {
        if (order.wasPaidBy(command)) {
            return List.of();
        }
        ONLY_A_CREATED_ORDER_CAN_BE_PAID.check(order);
        OrderCreated placed = order.placed();
        return List.of(new OrderPaid(
                order.id(), order.number(), placed.customerId(), placed.totalAmount(), command.paymentId()));
    }

    private static List<OrderEvent> ship(ShipOrder command, Order order) {
        ONLY_A_PAID_ORDER_CAN_BE_SHIPPED.check(order);
        return List.of(
                new OrderShipped(order.id(), order.number(), order.placed().customerId(), command.trackingNumber()));
    }

    private static List<OrderEvent> cancel(CancelOrder command, Order order) {
        A_SHIPPED_OR_CANCELLED_ORDER_CANNOT_BE_CANCELLED.check(order);
        return List.of(new OrderCancelled(
                order.id(), order.number(), order.placed().customerId(), command.reason(), command.cause()));
    }

    private static Order existing(Optional<Order> state) {
        return state.orElseThrow(() -> new OrderNotFoundException("There is no such order."));
    }
}
