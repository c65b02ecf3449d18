package io.millrace.marketplace.inventory;

import io.millrace.spring.MillraceBrokerAutoConfiguration;
import io.millrace.spring.MillraceConsumerAutoConfiguration;
import io.millrace.spring.MillraceDatabaseAutoConfiguration;
import io.millrace.spring.MillraceEventsAutoConfiguration;
import io.millrace.spring.MillraceJpaAutoConfiguration;
import io.millrace.spring.MillraceLogFeedAutoConfiguration;
import io.millrace.spring.MillraceRelayAutoConfiguration;
import io.millrace.spring.MillraceRunnersAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * Sets goods aside for orders, and tells what became of it in the same transaction.
 *
 * <p>It may share a JVM and a class path with other applications: its settings come from {@code inventory.yaml},
 * and what configures it is named here, whatever else the class path offers.
 */
@SpringBootConfiguration
@AutoConfigurationPackage
@ComponentScan
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataJpaRepositoriesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceInitializationAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    MillraceBrokerAutoConfiguration.class,
    MillraceConsumerAutoConfiguration.class,
    MillraceDatabaseAutoConfiguration.class,
    MillraceEventsAutoConfiguration.class,
    MillraceJpaAutoConfiguration.class,
    MillraceLogFeedAutoConfiguration.class,
    MillraceRelayAutoConfiguration.class,
    MillraceRunnersAutoConfiguration.class,
    PersistenceExceptionTranslationAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
public class InventoryApplication {

    /** Starts the service; arguments are Spring Boot's, such as {@code --server.port=8084}. */
    public static ConfigurableApplicationContext start(String... args) {
        return application().run(args);
    }

    /** The service, for those who give it beans of their own, such as what other services write. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(InventoryApplication.class).properties("spring.config.name=inventory");
    }

    /** Runs the service by itself. */
    public static void main(String[] args) {
        start(args);
    }
}
