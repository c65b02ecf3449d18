package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.checkout.Checkouts;
import io.millrace.marketplace.ordering.order.OrderNotFoundException;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The checkouts of orders. */
@RestController
final class SagasController {

    private final Checkouts checkouts;

    SagasController(Checkouts checkouts) {
        this.checkouts = checkouts;
    }

    @GetMapping("/api/sagas/{orderId}")
    SagaState saga(@PathVariable UUID orderId) {
        return checkouts
                .find(orderId)
                .map(SagaState::of)
                .orElseThrow(() -> new OrderNotFoundException("No saga checks order %s out.".formatted(orderId)));
    }
}
