package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.order.OrderCommand.CancelOrder;
import org.jspecify.annotations.Nullable;

record CancelOrderRequest(@Nullable String reason) {

    CancelOrder command() {
        return new CancelOrder(new Field("reason", reason).text(500));
    }
}
