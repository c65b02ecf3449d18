package io.millrace.spring;

import io.millrace.deadletter.DeadLetters;
import io.millrace.postgres.Database;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The life of all that runs. */
@AutoConfiguration(after = {MillraceRelayAutoConfiguration.class, MillraceConsumerAutoConfiguration.class})
@ConditionalOnBean(Database.class)
public class MillraceRunnersAutoConfiguration {

    @Bean
    RetentionRunner millraceRetention(Database database, MillraceProperties properties) {
        return new RetentionRunner(database, properties.retention());
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
