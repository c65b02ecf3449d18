package io.millrace.marketplace.orderquery.api;

import io.millrace.marketplace.orderquery.readmodel.OrderDetail;
import io.millrace.marketplace.orderquery.readmodel.OrderSummary;
import io.millrace.marketplace.orderquery.readmodel.Orders;
import io.millrace.marketplace.service.InvalidRequestException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders as the projections have them. */
@RestController
@RequestMapping("/api/orders")
final class OrdersController {

    private static final int LONGEST_CUSTOMER_ID = 100;
    private static final int LATEST = 20;

    private final Orders orders;

    OrdersController(Orders orders) {
        this.orders = orders;
    }

    @GetMapping("/{id}")
    OrderDetail order(@PathVariable UUID id, @RequestParam(required = false) @Nullable Long minVersion)
            throws InterruptedException {
        if (minVersion == null) {
            return orders.find(id).orElseThrow(() -> new UnknownOrderException(id));
        }
        if (minVersion < 1) {
            throw new InvalidRequestException(
                    "minVersion", "'minVersion' is %d, and versions count from 1.".formatted(minVersion));
        }
        OrderDetail found = orders.findAt(id, minVersion).orElseThrow(() -> new NotYetException(minVersion, 0));
        if (found.version() < minVersion) {
            throw new NotYetException(minVersion, found.version());
        }
        return found;
    }

    @GetMapping
    OrderList list(
            @RequestParam String customerId,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "20") int size) {
        requireName(customerId);
        Paging paging = new Paging(page, size);
        return paging.of(orders.list(customerId, paging.offset(), paging.limit()));
    }

    /** The newest orders of everybody. */
    @GetMapping("/latest")
    List<OrderSummary> latest() {
        return orders.latest(LATEST);
    }

    private static void requireName(String customerId) {
        if (customerId.isBlank()
                || customerId.length() > LONGEST_CUSTOMER_ID
                || customerId.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequestException(
                    "customerId", "'customerId' has 1 to %d printable characters.".formatted(LONGEST_CUSTOMER_ID));
        }
    }
}
