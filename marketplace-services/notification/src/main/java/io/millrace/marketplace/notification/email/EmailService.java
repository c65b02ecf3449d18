package io.millrace.marketplace.notification.email;

import io.millrace.consumer.Inbox;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.PaymentRefunded;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Writes to customers about their orders: once for each order and {@link EmailType}, by that business key in the
 * inbox. What is to be said of an order that is not known yet waits until it is.
 */
@Component
final class EmailService {

    static final String NAME = "email-service";

    private final Inbox inbox;
    private final KnownOrders orders;
    private final WaitingLetters waiting;
    private final PostRoom postRoom;

    EmailService(Inbox inbox, KnownOrders orders, WaitingLetters waiting, PostRoom postRoom) {
        this.inbox = inbox;
        this.orders = orders;
        this.waiting = waiting;
        this.postRoom = postRoom;
    }

    void placed(OrderCreated order) {
        orders.placed(order);
        waiting.take(order.orderId()).forEach(this::sendOrWait);
    }

    void paid(Occasion.Paid paid) {
        orders.paid(paid.orderId());
        write(paid);
    }

    void refunded(PaymentRefunded refunded) {
        if (refunded.amount().amount().signum() > 0) {
            write(new Occasion.Refunded(refunded));
        }
    }

    void write(Occasion occasion) {
        inbox.once(NAME, occasion.key(), () -> sendOrWait(occasion));
    }

    private void sendOrWait(Occasion occasion) {
        Optional<KnownOrder> order = orders.find(occasion.orderId());
        order.ifPresentOrElse(known -> postRoom.send(occasion, known), () -> waiting.add(occasion));
    }
}
