package io.millrace.spring;

import io.millrace.deadletter.DeadLetters;
import io.millrace.outbox.Destinations;
import io.millrace.postgres.Database;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Kafka, and the life of all that runs beside it. */
@AutoConfiguration(after = {MillraceRelayAutoConfiguration.class, MillraceConsumerAutoConfiguration.class})
@ConditionalOnBean(Database.class)
public class MillraceRunnersAutoConfiguration {

    @Bean
    KafkaConnection millraceKafka(MillraceProperties properties, Environment environment) {
        return new KafkaConnection(properties, environment);
    }

    /** Lazy, for only those who publish need topics that begin with a name. */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Destinations millraceDestinations(KafkaConnection kafka) {
        return kafka.destinations();
    }

    @Bean
    MillraceLifecycle millraceLifecycle(ObjectProvider<Runners> runners) {
        return new MillraceLifecycle(runners.orderedStream().toList());
    }

    @Bean
    StatusBoard millraceStatusBoard(ObjectProvider<Runners> runners, DeadLetters deadLetters) {
        return new StatusBoard(runners.orderedStream().toList(), deadLetters);
    }
}
