package io.millrace.marketplace.inventory.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.millrace.marketplace.inventory.reservation.Books;
import io.millrace.marketplace.inventory.reservation.Totals;
import io.millrace.marketplace.service.InvalidRequestException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What those need who check that nothing gets lost. */
@RestController
final class TotalsController {

    private static final int MOST_ORDERS = 10_000;

    private final Books books;

    TotalsController(Books books) {
        this.books = books;
    }

    /**
     * The counts.
     *
     * @param openOrders the first of the orders with an open reservation, where they were asked for
     */
    record Answer(
            @JsonUnwrapped Totals totals,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<UUID> openOrders) {}

    @GetMapping("/totals")
    Answer totals(@RequestParam(required = false) @Nullable Integer orders) {
        if (orders == null) {
            return new Answer(books.totals(), null);
        }
        if (orders < 1 || orders > MOST_ORDERS) {
            throw new InvalidRequestException(
                    "orders", "'orders' is %d, and 1 to %d are allowed.".formatted(orders, MOST_ORDERS));
        }
        return new Answer(books.totals(), books.openOrders(orders));
    }
}
