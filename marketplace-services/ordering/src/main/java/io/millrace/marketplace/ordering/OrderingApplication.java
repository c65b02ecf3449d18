package io.millrace.marketplace.ordering;

import io.millrace.spring.MillraceBrokerAutoConfiguration;
import io.millrace.spring.MillraceConsumerAutoConfiguration;
import io.millrace.spring.MillraceDatabaseAutoConfiguration;
import io.millrace.spring.MillraceEventsAutoConfiguration;
import io.millrace.spring.MillraceLogFeedAutoConfiguration;
import io.millrace.spring.MillraceRelayAutoConfiguration;
import io.millrace.spring.MillraceRunnersAutoConfiguration;
import io.millrace.spring.MillraceSagaAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * Takes orders, as event streams.
 *
 * <p>It may share a JVM and a class path with other applications: its settings come from {@code ordering.yaml},
 * and what configures it is named here, whatever else the class path offers.
 */
@SpringBootConfiguration
@ComponentScan
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceInitializationAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
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
    MillraceLogFeedAutoConfiguration.class,
    MillraceRelayAutoConfiguration.class,
    MillraceRunnersAutoConfiguration.class,
    MillraceSagaAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    WebMvcAutoConfiguration.class
})
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
        return new SpringApplicationBuilder(OrderingApplication.class).properties("spring.config.name=ordering");
    }
}
