package io.millrace.marketplace.ordering.api;

import org.jspecify.annotations.Nullable;

record CancelOrderRequest(@Nullable String reason) {

    String validReason() {
        return new Field("reason", reason).text(500);
    }
}
