package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.Ordering;
import io.millrace.marketplace.gateway.services.Product;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import java.util.List;
import org.springframework.stereotype.Component;

/** The products; while ordering can't be reached, those it named last. */
@Component
final class Catalogue {

    private final Ordering ordering;
    private volatile List<Product> lastSeen = List.of();

    Catalogue(Ordering ordering) {
        this.ordering = ordering;
    }

    List<Product> products() {
        try {
            lastSeen = ordering.products();
        } catch (ServiceUnavailable e) {
            if (lastSeen.isEmpty()) {
                throw e;
            }
        }
        return lastSeen;
    }
}
