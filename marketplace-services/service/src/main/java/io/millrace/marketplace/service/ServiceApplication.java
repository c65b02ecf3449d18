package io.millrace.marketplace.service;

import org.springframework.boot.builder.SpringApplicationBuilder;

/** How a service is started. */
public final class ServiceApplication {

    private ServiceApplication() {}

    /** The service, set up by {@code service.yaml} and, before that, by the file of its own name. */
    public static SpringApplicationBuilder of(Class<?> service, String name) {
        return new SpringApplicationBuilder(service).properties("spring.config.name=service," + name);
    }
}
