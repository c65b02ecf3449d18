package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.order.OrderCommand.ShipOrder;
import org.jspecify.annotations.Nullable;

record ShipOrderRequest(@Nullable String trackingNumber) {

    ShipOrder command() {
        return new ShipOrder(new Field("trackingNumber", trackingNumber).text(100));
    }
}
