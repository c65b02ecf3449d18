package io.millrace.marketplace.gateway.services;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** What is for sale, and how much of it. */
@Component
public final class Inventory {

    private final ServiceCalls calls;

    Inventory(ServiceUrls urls, RestClient.Builder builder) {
        this.calls = new ServiceCalls("inventory", urls.inventory(), builder);
    }

    public List<Product> products() {
        return ServiceCalls.readAll(calls.get("/api/products"), Product.class);
    }

    public Stock stock() {
        return ServiceCalls.read(calls.get("/totals"), Stock.class);
    }
}
