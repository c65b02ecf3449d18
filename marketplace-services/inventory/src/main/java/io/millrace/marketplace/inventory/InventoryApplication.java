package io.millrace.marketplace.inventory;

import io.millrace.marketplace.service.MarketplaceService;
import io.millrace.marketplace.service.ServiceApplication;
import io.millrace.spring.MillraceJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** Sets goods aside for orders, and tells what became of it in the same transaction. */
@MarketplaceService
@AutoConfigurationPackage
@ImportAutoConfiguration({
    DataJpaRepositoriesAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    MillraceJpaAutoConfiguration.class,
    PersistenceExceptionTranslationAutoConfiguration.class
})
public class InventoryApplication {

    /** Starts the service; arguments are Spring Boot's, such as {@code --server.port=8084}. */
    public static ConfigurableApplicationContext start(String... args) {
        return application().run(args);
    }

    /** The service, for those who give it beans of their own, such as what other services write. */
    public static SpringApplicationBuilder application() {
        return ServiceApplication.of(InventoryApplication.class, "inventory");
    }

    /** Runs the service by itself. */
    public static void main(String[] args) {
        start(args);
    }
}
