package io.millrace.spring;

import io.millrace.testkit.EmbeddedPostgres;
import io.millrace.testkit.EmbeddedPostgres.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/** A Spring Boot application on a database of its own, with Kafka out of reach unless a test says otherwise. */
final class TestApplication {

    static final String NOWHERE = "127.0.0.1:1";

    private static final String WITHOUT_JPA = "spring.autoconfigure.exclude="
            + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
            + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration";

    private final Class<?> configuration;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private Consumer<ConfigurableApplicationContext> preparation = context -> {};

    private TestApplication(Class<?> configuration) {
        this.configuration = configuration;
        with("spring.application.name=shop")
                .with("spring.main.banner-mode=off")
                .with("spring.datasource.hikari.maximum-pool-size=8")
                .with("spring.flyway.enabled=false")
                .with("spring.jpa.open-in-view=false")
                .with("millrace.kafka.bootstrap-servers=" + NOWHERE);
    }

    static TestApplication of(Class<?> configuration) {
        return new TestApplication(configuration).with(WITHOUT_JPA);
    }

    static TestApplication withJpa(Class<?> configuration) {
        return new TestApplication(configuration);
    }

    TestApplication on(Database database) {
        return with("spring.datasource.url=" + database.jdbcUrl());
    }

    TestApplication with(String property) {
        String[] parts = property.split("=", 2);
        properties.put(parts[0], parts[1]);
        return this;
    }

    /** With a web server on any port. */
    ConfigurableApplicationContext startWeb() {
        return with("server.port=0").start(TestApplication.class.getClassLoader(), WebApplicationType.SERVLET);
    }

    /** Does something with the context before its beans are made. */
    TestApplication prepared(Consumer<ConfigurableApplicationContext> preparation) {
        this.preparation = preparation;
        return this;
    }

    ConfigurableApplicationContext start() {
        return start(TestApplication.class.getClassLoader());
    }

    ConfigurableApplicationContext start(ClassLoader classes) {
        return start(classes, WebApplicationType.NONE);
    }

    private ConfigurableApplicationContext start(ClassLoader classes, WebApplicationType web) {
        if (!properties.containsKey("spring.datasource.url")) {
            on(EmbeddedPostgres.shared().newDatabase());
        }
        return new SpringApplicationBuilder(configuration)
                .resourceLoader(new DefaultResourceLoader(classes))
                .web(web)
                .registerShutdownHook(false)
                .initializers(preparation::accept)
                .run(properties.entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
    }
}
