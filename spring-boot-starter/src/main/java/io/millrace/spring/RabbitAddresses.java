package io.millrace.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.rabbitmq.RabbitServer;
import java.net.URLEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Where RabbitMQ is, as {@code millrace.rabbitmq.uri} or the settings {@code spring.rabbitmq.*} say. */
final class RabbitAddresses {

    private final Environment environment;

    RabbitAddresses(Environment environment) {
        this.environment = environment;
    }

    /** @throws StartRefusedException if it can't be read */
    RabbitServer server(@Nullable String uri) {
        String addresses = uri == null ? spring("addresses", hostAndPort()) : uri;
        try {
            return RabbitServer.at(Arrays.stream(StringUtils.commaDelimitedListToStringArray(addresses))
                    .map(String::strip)
                    .map(this::complete)
                    .toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(
                    "The address of RabbitMQ can't be read.",
                    "Write millrace.rabbitmq.uri as amqp://user:password@host:5672/vhost.");
        }
    }

    private String hostAndPort() {
        return spring("host", "localhost") + ":" + spring("port", encrypted() ? "5671" : "5672");
    }

    private boolean encrypted() {
        return environment.getProperty("spring.rabbitmq.ssl.enabled", Boolean.class, false);
    }

    private String complete(String address) {
        return address.contains("://")
                ? address
                : "%s://%s:%s@%s/%s"
                        .formatted(
                                encrypted() ? "amqps" : "amqp",
                                encoded(spring("username", "guest")),
                                encoded(spring("password", "guest")),
                                address,
                                encoded(spring("virtual-host", "/")));
    }

    private String spring(String name, String otherwise) {
        return environment.getProperty("spring.rabbitmq." + name, otherwise);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
