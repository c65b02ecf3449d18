package io.millrace.marketplace.orderquery;

import io.millrace.marketplace.service.MarketplaceService;
import io.millrace.marketplace.service.ServiceApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Shows orders, as far as the events have told. */
@MarketplaceService
public class OrderQueryApplication {

    /** Starts the service; arguments are Spring Boot's, such as {@code --server.port=8082}. */
    public static ConfigurableApplicationContext start(String... args) {
        return application().run(args);
    }

    /** The service, for those who give it beans of their own. */
    public static SpringApplicationBuilder application() {
        return ServiceApplication.of(OrderQueryApplication.class, "order-query");
    }

    /** Runs the service by itself. */
    public static void main(String[] args) {
        start(args);
    }
}
