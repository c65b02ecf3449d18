package io.millrace.marketplace.payment;

import io.millrace.marketplace.service.MarketplaceService;
import io.millrace.marketplace.service.ServiceApplication;
import io.millrace.spring.MillraceSagaAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Takes the money for orders, and gives it back. */
@MarketplaceService
@ImportAutoConfiguration(MillraceSagaAutoConfiguration.class)
public class PaymentApplication {

    /** Runs the service by itself; arguments are Spring Boot's, such as {@code --server.port=8085}. */
    public static void main(String[] args) {
        application().run(args);
    }

    /** The service, for those who give it beans of their own. */
    public static SpringApplicationBuilder application() {
        return ServiceApplication.of(PaymentApplication.class, "payment");
    }
}
