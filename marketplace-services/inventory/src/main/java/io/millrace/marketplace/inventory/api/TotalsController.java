package io.millrace.marketplace.inventory.api;

import io.millrace.marketplace.inventory.reservation.Books;
import io.millrace.marketplace.inventory.reservation.Totals;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What those need who check that nothing gets lost. */
@RestController
final class TotalsController {

    private final Books books;

    TotalsController(Books books) {
        this.books = books;
    }

    @GetMapping("/totals")
    Totals totals() {
        return books.totals();
    }
}
