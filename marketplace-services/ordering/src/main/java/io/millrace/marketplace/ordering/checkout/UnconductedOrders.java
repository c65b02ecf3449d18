package io.millrace.marketplace.ordering.checkout;

import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import io.millrace.saga.Sagas;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Decides open orders that no saga conducts. One that a saga conducts is the saga's to decide: it may be giving back
 * what others tell of only now. Safe for use by many threads.
 */
@Component
final class UnconductedOrders {

    private final OpenOrders orders;
    private final Sagas sagas;

    UnconductedOrders(OpenOrders orders, Sagas sagas) {
        this.orders = orders;
        this.sagas = sagas;
    }

    void pay(UUID orderId, String paymentId) {
        if (isUnconducted(orderId)) {
            orders.pay(orderId, paymentId);
        }
    }

    void cancel(UUID orderId, CancelOrder why) {
        if (isUnconducted(orderId)) {
            orders.cancel(orderId, why);
        }
    }

    private boolean isUnconducted(UUID orderId) {
        return sagas.find(PlaceOrderSaga.NAME, orderId.toString()).isEmpty();
    }
}
