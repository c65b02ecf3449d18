package io.millrace.marketplace.ordering;

import io.millrace.marketplace.service.MarketplaceService;
import io.millrace.marketplace.service.ServiceApplication;
import io.millrace.spring.MillraceSagaAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Takes orders, as event streams. */
@MarketplaceService
@ImportAutoConfiguration(MillraceSagaAutoConfiguration.class)
public class OrderingApplication {

    /** Runs the service by itself; arguments are Spring Boot's, such as {@code --server.port=8081}. */
    public static void main(String[] args) {
        application().run(args);
    }

    /** The service, for those who give it beans of their own, such as what other services write. */
    public static SpringApplicationBuilder application() {
        return ServiceApplication.of(OrderingApplication.class, "ordering");
    }
}
