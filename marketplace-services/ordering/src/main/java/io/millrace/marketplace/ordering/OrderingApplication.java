package io.millrace.marketplace.ordering;

import io.millrace.marketplace.service.MarketplaceService;
import io.millrace.marketplace.service.ServiceApplication;
import io.millrace.spring.MillraceSagaAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Takes orders, as event streams. */
@MarketplaceService
@ImportAutoConfiguration(MillraceSagaAutoConfiguration.class)
public class OrderingApplication {

    /** Starts the service; arguments are Spring Boot's, such as {@code --server.port=8081}. */
    public static ConfigurableApplicationContext start(String... args) {
        return application().run(args);
    }

    /** Runs the service by itself. */
    public static void main(String[] args) {
        start(args);
    }

    /** The service, for those who give it beans of their own, such as what other services write. */
    public static SpringApplicationBuilder application() {
        return ServiceApplication.of(OrderingApplication.class, "ordering");
    }
}
