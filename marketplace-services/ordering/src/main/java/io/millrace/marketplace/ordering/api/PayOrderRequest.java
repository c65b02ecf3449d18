package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.order.OrderCommand.PayOrder;
import org.jspecify.annotations.Nullable;

record PayOrderRequest(@Nullable String paymentId) {

    PayOrder command() {
        return new PayOrder(new Field("paymentId", paymentId).text(100));
    }
}
