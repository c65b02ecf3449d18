package io.millrace.spring;

import io.millrace.outbox.Outbox;
import io.millrace.postgres.Database;
import io.millrace.postgres.PostgresSagaStore;
import io.millrace.postgres.PostgresStepFence;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaDesk;
import io.millrace.saga.SagaEnvironment;
import io.millrace.saga.SagaStore;
import io.millrace.saga.Sagas;
import io.millrace.saga.StepFence;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Sagas, whose definitions are beans of type {@link Saga}, their runner, and the consumer of their answers; and the
 * fence of those who take part in the sagas of others.
 */
@AutoConfiguration(after = MillraceEventsAutoConfiguration.class)
@ConditionalOnBean(Database.class)
public class MillraceSagaAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    StepFence millraceStepFence(Database database) {
        return new PostgresStepFence(database);
    }

    /** What is there where a saga is defined. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(Saga.class)
    static class Defined {

        @Bean
        @ConditionalOnMissingBean
        SagaStore millraceSagaStore(Database database) {
            return new PostgresSagaStore(database);
        }

        @Bean
        @ConditionalOnMissingBean
        SagaEnvironment millraceSagaEnvironment(
                SagaStore store, Outbox outbox, Transactions transactions, Contracts contracts, Outages outages) {
            return new SagaEnvironment(store, outbox, transactions, contracts.types(), contracts.codec(), outages);
        }

        @Bean
        @ConditionalOnMissingBean
        Sagas millraceSagas(SagaEnvironment environment, ObjectProvider<Saga<?>> definitions) {
            return Sagas.of(environment, definitions.orderedStream().toList());
        }

        @Bean
        @ConditionalOnMissingBean
        SagaDesk millraceSagaDesk(Sagas sagas) {
            return sagas.desk();
        }

        @Bean
        SagaConsumer millraceSagaConsumer(Sagas sagas, MillraceProperties properties, Environment environment) {
            return SagaConsumer.of(sagas, properties.sagas(), environment);
        }

        @Bean
        SagaRunners millraceSagaRunners(Sagas sagas, MillraceProperties properties) {
            return new SagaRunners(sagas, properties.sagas());
        }
    }
}
