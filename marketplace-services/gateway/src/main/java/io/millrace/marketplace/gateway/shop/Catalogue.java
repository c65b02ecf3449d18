package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.Inventory;
import io.millrace.marketplace.gateway.services.Product;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import java.util.List;
import org.springframework.stereotype.Component;

/** The products; while inventory can't be reached, those it named last. */
@Component
final class Catalogue {

    private final Inventory inventory;
    private volatile List<Product> lastSeen = List.of();

    Catalogue(Inventory inventory) {
        this.inventory = inventory;
    }

    List<Product> products() {
        try {
            lastSeen = inventory.products();
        } catch (ServiceUnavailable e) {
            if (lastSeen.isEmpty()) {
                throw e;
            }
        }
        return lastSeen;
    }
}
