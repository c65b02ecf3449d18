package io.millrace.spring;

import io.millrace.kafka.KafkaPublisher;
import io.millrace.outbox.Destinations;
import io.millrace.postgres.Database;
import io.millrace.rabbitmq.RabbitPublisher;
import io.millrace.rabbitmq.RabbitServer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** The broker that the application asks for, or the first whose module it has, and the names on its wire. */
@AutoConfiguration(after = MillraceDatabaseAutoConfiguration.class)
@ConditionalOnBean(Database.class)
public class MillraceBrokerAutoConfiguration {

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(KafkaPublisher.class)
    @ConditionalOnProperty(name = "millrace.broker", havingValue = "kafka", matchIfMissing = true)
    static class Kafka {

        private static final String NEAR = "localhost:9092";

        @Bean
        @ConditionalOnMissingBean(MessageBroker.class)
        KafkaBroker millraceKafka(MillraceProperties properties, WireNames names, Environment environment) {
            String own = properties.kafka().bootstrapServers();
            String servers = own == null ? environment.getProperty("spring.kafka.bootstrap-servers", NEAR) : own;
            return new KafkaBroker(servers, properties.kafka(), names);
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RabbitPublisher.class)
    @ConditionalOnProperty(name = "millrace.broker", havingValue = "rabbitmq", matchIfMissing = true)
    static class RabbitMq {

        @Bean
        @ConditionalOnMissingBean(MessageBroker.class)
        RabbitBroker millraceRabbitMq(
                MillraceProperties properties,
                WireNames names,
                Environment environment,
                ObjectProvider<RabbitServer> servers) {
            RabbitServer server = servers.getIfAvailable(() -> new RabbitAddresses(environment)
                    .server(properties.rabbitmq().uri()));
            return new RabbitBroker(server, properties.rabbitmq(), names);
        }
    }

    @Bean
    WireNames millraceWireNames(MillraceProperties properties, Environment environment) {
        return new WireNames(properties, environment);
    }

    /** Lazy, for only those who publish need topics that begin with a name. */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Destinations millraceDestinations(WireNames names) {
        return names.destinations();
    }

    /** Where no broker's module answers to what is configured. */
    @Bean
    @Conditional(OnBroker.class)
    @ConditionalOnMissingBean
    MessageBroker millraceBroker(MillraceProperties properties) {
        throw withoutModule(properties.broker());
    }

    private static StartRefusedException withoutModule(MillraceProperties.@Nullable Broker wanted) {
        String module = wanted == MillraceProperties.Broker.RABBITMQ ? "millrace-rabbitmq" : "millrace-kafka";
        return new StartRefusedException(
                wanted == null
                        ? "Events need a broker, and no module for one is on the class path."
                        : "millrace.broker is %s, and the module for it is not on the class path."
                                .formatted(wanted.name().toLowerCase(Locale.ROOT)),
                "Add the dependency io.millrace:%s. Or set millrace.broker=none, where consumers share the database."
                        .formatted(module));
    }
}
