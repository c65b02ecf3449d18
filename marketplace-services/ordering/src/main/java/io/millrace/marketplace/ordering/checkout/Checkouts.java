package io.millrace.marketplace.ordering.checkout;

import io.millrace.aggregate.CommandHandler;
import io.millrace.deadletter.Operator;
import io.millrace.marketplace.ordering.order.Order;
import io.millrace.marketplace.ordering.order.OrderCommand;
import io.millrace.marketplace.ordering.order.OrderCommand.PlaceOrder;
import io.millrace.marketplace.ordering.order.OrderEvent;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.Sagas;
import io.millrace.saga.Sagas.Cancellation;
import io.millrace.store.Appended;
import io.millrace.store.VersionConflictException;
import io.millrace.work.Transactions;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Places orders and sees to their checkout: by a saga that starts in the transaction that places the order, or by
 * nobody, where services react to each other's events. Safe for use by many threads.
 */
@Component
public class Checkouts {

    private static final int ATTEMPTS = 5;
    private static final String CUSTOMER = "customer";

    private final CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders;
    private final Transactions transactions;
    private final Sagas sagas;
    private final Saga<Checkout> placeOrder;
    private final CheckoutMode mode;

    Checkouts(
            CommandHandler<OrderCommand, Optional<Order>, OrderEvent> orders,
            Transactions transactions,
            Sagas sagas,
            Saga<Checkout> placeOrder,
            @Value("${marketplace.checkout:orchestrated}") CheckoutMode mode) {
        this.orders = orders;
        this.transactions = transactions;
        this.sagas = sagas;
        this.placeOrder = placeOrder;
        this.mode = mode;
    }

    /** Repeating it on the order that it placed changes nothing. */
    public void place(PlaceOrder command) {
        for (int attempt = 1; ; attempt++) {
            try {
                transactions.run(() -> placeOnce(command));
                return;
            } catch (VersionConflictException conflict) {
                if (attempt == ATTEMPTS) {
                    throw conflict;
                }
            }
        }
    }

    private void placeOnce(PlaceOrder command) {
        String id = command.orderId().toString();
        Appended appended = orders.handle(id, command);
        boolean placed = appended.position() > 0;
        if (placed && mode == CheckoutMode.ORCHESTRATED) {
            sagas.start(placeOrder, id, Checkout.of(command));
        }
    }

    /**
     * Calls the order off if its checkout is under way; it is cancelled once all is undone. Returns false where
     * there is nothing to undo, or it is too late.
     */
    public boolean callOff(UUID orderId, String reason) {
        Operator customer = new Operator(CUSTOMER, reason);
        return sagas.cancel(PlaceOrderSaga.NAME, orderId.toString(), customer) == Cancellation.UNDER_WAY;
    }

    /** The saga of the order, if it has one. */
    public Optional<SagaInstance> find(UUID orderId) {
        return sagas.find(PlaceOrderSaga.NAME, orderId.toString());
    }
}
