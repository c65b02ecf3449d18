package io.millrace.marketplace.gateway.services;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The services that keep books of orders. */
@Component
public final class AuditedServices {

    private final List<AuditedService> all;

    AuditedServices(ServiceUrls urls, RestClient.Builder builder) {
        all = List.of(
                new AuditedService("ordering", urls.ordering(), builder),
                new AuditedService("payment", urls.payment(), builder),
                new AuditedService("inventory", urls.inventory(), builder),
                new AuditedService("notification", urls.notification(), builder));
    }

    public List<AuditedService> all() {
        return all;
    }
}
