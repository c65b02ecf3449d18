package io.millrace.marketplace.inventory.reservation;

import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.ReserveStock;
import io.millrace.marketplace.contracts.StockReserved;
import io.millrace.marketplace.inventory.stock.Goods;
import java.util.UUID;

/**
 * Asks for the goods of an order.
 *
 * @param granted what to tell where they are set aside
 */
public record ReservationRequest(Goods goods, StockReserved granted) {

    /** By a command, whose sender sees to the payment. */
    public static ReservationRequest of(ReserveStock command) {
        return new ReservationRequest(
                Goods.of(command.items()),
                new StockReserved(command.orderId(), command.orderNumber(), null, null, null));
    }

    /** By the news of an order; the answer says all that it takes to charge it. */
    public static ReservationRequest of(OrderCreated order) {
        StockReserved granted = new StockReserved(
                order.orderId(), order.orderNumber(), order.customerId(), order.totalAmount(), order.paymentMethod());
        return new ReservationRequest(Goods.of(order.items()), granted);
    }

    UUID orderId() {
        return granted.orderId();
    }
}
