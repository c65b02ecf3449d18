package io.millrace.spring;

import io.millrace.outbox.Destinations;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** What this application and its topics are called on the wire. */
final class WireNames {

    private final MillraceProperties properties;
    private final Environment environment;

    WireNames(MillraceProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** @throws StartRefusedException if neither the application nor its topics have a name */
    Destinations destinations() {
        String prefix = properties.topicPrefix() == null ? applicationName() : properties.topicPrefix();
        if (prefix == null || !prefix.matches(MillraceProperties.TOPIC_PREFIX)) {
            throw new StartRefusedException(
                    prefix == null
                            ? "The topics that this application publishes to need a name to begin with, and there is none."
                            : "No topic's name can begin with '%s', the name of the application.".formatted(prefix),
                    "Set spring.application.name or millrace.topic-prefix; or millrace.relay.enabled=false, if it"
                            + " publishes nothing.");
        }
        return destinations(prefix);
    }

    private Destinations destinations(String prefix) {
        return switch (properties.topics()) {
            case PER_AGGREGATE -> Destinations.perAggregate(prefix);
            case PER_EVENT_TYPE -> Destinations.perEventType(prefix);
        };
    }

    /** The topics of another service, which begin with its name unless it or this application says otherwise. */
    Destinations destinationsOf(String service, MillraceProperties.Source source) {
        String own = properties.topicPrefix() == null ? service : properties.topicPrefix();
        return destinations(source.topicPrefix() == null ? own : source.topicPrefix());
    }

    /** What this application is called among the sources of events. */
    String service(Destinations destinations) {
        String name = applicationName();
        return name == null || !name.matches(MillraceProperties.TOPIC_PREFIX) ? destinations.prefix() : name;
    }

    /** The CloudEvents source of what it publishes. */
    URI source(Destinations destinations) {
        String name = applicationName();
        return source(name == null ? destinations.prefix() : name);
    }

    /** The CloudEvents source of what a service publishes. */
    static URI source(String name) {
        try {
            return new URI(null, null, "/" + name, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an application's name that is no path: " + name, e);
        }
    }

    private @Nullable String applicationName() {
        String name = environment.getProperty("spring.application.name");
        return name == null || name.isBlank() ? null : name.strip().replace(' ', '-');
    }
}
