package io.millrace.spring;

import io.millrace.deadletter.LetterDesk;
import io.millrace.operations.DeadLetterOperations;
import io.millrace.postgres.Database;
import io.millrace.postgres.PostgresLetterDesk;
import io.millrace.saga.SagaDesk;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators may do, and its actuator endpoints. */
@AutoConfiguration(after = {MillraceConsumerAutoConfiguration.class, MillraceSagaAutoConfiguration.class})
@ConditionalOnBean(Database.class)
public class MillraceOperationsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LetterDesk millraceLetterDesk(Database database) {
        return new PostgresLetterDesk(database);
    }

    @Bean
    @ConditionalOnMissingBean
    DeadLetterOperations millraceDeadLetterOperations(LetterDesk desk) {
        return new DeadLetterOperations(desk);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    @EnableConfigurationProperties(SagasEndpointProperties.class)
    static class Endpoints {

        @Bean
        @ConditionalOnAvailableEndpoint
        DeadLettersEndpoint millraceDeadLettersEndpoint(DeadLetterOperations operations) {
            return new DeadLettersEndpoint(operations);
        }

        @Bean
        @ConditionalOnAvailableEndpoint
        @ConditionalOnBean(ConsumerRunners.class)
        ConsumersEndpoint millraceConsumersEndpoint(ConsumerRunners consumers) {
            return new ConsumersEndpoint(consumers);
        }

        @Bean
        @ConditionalOnAvailableEndpoint
        @ConditionalOnBean(SagaDesk.class)
        SagasEndpoint millraceSagasEndpoint(SagaDesk desk, SagasEndpointProperties shown) {
            return new SagasEndpoint(desk, shown);
        }
    }
}
