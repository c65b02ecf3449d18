package io.millrace.spring;

import io.millrace.kafka.KafkaConsumerSettings;
import io.millrace.kafka.KafkaSettings;
import io.millrace.kafka.MissingTopics;
import io.millrace.outbox.Destinations;
import java.net.URI;
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
        if (prefix == null) {
            throw new StartRefusedException(
                    "The topics that this application publishes to need a name to begin with, and there is none.",
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
        return KafkaSettings.of(
                        bootstrapServers(),
                        destinations,
                        URI.create("/" + (name == null ? destinations.prefix() : name)))
                .with(kafka.retention() == null ? create : create.retaining(kafka.retention()))
                .with(kafka.properties());
    }

    KafkaConsumerSettings consuming() {
        return KafkaConsumerSettings.of(bootstrapServers())
                .with(properties.kafka().properties());
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
