package io.millrace.spring;

import io.millrace.kafka.KafkaConsumerSettings;
import io.millrace.kafka.KafkaSettings;
import io.millrace.kafka.MissingTopics;
import io.millrace.outbox.Destinations;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Where Kafka is, and what this application is called there. */
final class KafkaConnection {

    private static final String NEAR = "localhost:9092";

    private final MillraceProperties properties;
    private final Environment environment;

    KafkaConnection(MillraceProperties properties, Environment environment) {
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
        return switch (properties.topics()) {
            case PER_AGGREGATE -> Destinations.perAggregate(prefix);
            case PER_EVENT_TYPE -> Destinations.perEventType(prefix);
        };
    }

    KafkaSettings publishing(Destinations destinations) {
        String name = applicationName();
        MillraceProperties.Kafka kafka = properties.kafka();
        MissingTopics.Create create = MissingTopics.create(kafka.partitions(), kafka.replicationFactor());
        return KafkaSettings.of(bootstrapServers(), destinations, source(name == null ? destinations.prefix() : name))
                .with(kafka.retention() == null ? create : create.retaining(kafka.retention()))
                .with(kafka.properties());
    }

    /** @param concurrency partitions that a consumer works at the same time */
    KafkaConsumerSettings consuming(int concurrency) {
        KafkaConsumerSettings usual = KafkaConsumerSettings.of(bootstrapServers());
        return new KafkaConsumerSettings(
                usual.bootstrapServers(),
                concurrency,
                usual.batch(),
                usual.handOver(),
                properties.kafka().properties());
    }

    private static URI source(String name) {
        try {
            return new URI(null, null, "/" + name, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an application's name that is no path: " + name, e);
        }
    }

    private String bootstrapServers() {
        String own = properties.kafka().bootstrapServers();
        return own == null ? environment.getProperty("spring.kafka.bootstrap-servers", NEAR) : own;
    }

    private @Nullable String applicationName() {
        String name = environment.getProperty("spring.application.name");
        return name == null || name.isBlank() ? null : name.strip().replace(' ', '-');
    }
}
