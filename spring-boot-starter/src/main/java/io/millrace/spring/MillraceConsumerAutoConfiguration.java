package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerFences;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Inbox;
import io.millrace.deadletter.DeadLetters;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.log.Checkpoints;
import io.millrace.log.Subscription;
import io.millrace.postgres.Database;
import io.millrace.projection.Projection;
import io.millrace.store.EventStore;
import io.millrace.store.RecordedEvent;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Consumers, found as beans and as annotated classes, and projections over the event store. */
@AutoConfiguration(after = MillraceEventsAutoConfiguration.class)
@ConditionalOnBean(Database.class)
@ConditionalOnBooleanProperty(name = "millrace.consumers.enabled", matchIfMissing = true)
public class MillraceConsumerAutoConfiguration {

    /** What consumers keep in the database. */
    record ConsumerStorage(Transactions transactions, Inbox inbox, ConsumerFences fences, DeadLetters deadLetters) {}

    @Bean
    ConsumerStorage millraceConsumerStorage(
            Transactions transactions, Inbox inbox, ConsumerFences fences, DeadLetters deadLetters) {
        return new ConsumerStorage(transactions, inbox, fences, deadLetters);
    }

    @Bean
    @ConditionalOnMissingBean
    ConsumerEnvironment millraceConsumerEnvironment(
            ConsumerStorage storage, Contracts contracts, Outages outages, MillraceProperties properties, Clock clock) {
        return new ConsumerEnvironment(
                storage.transactions(),
                storage.inbox(),
                storage.fences(),
                storage.deadLetters(),
                contracts.types(),
                contracts.codec(),
                outages,
                properties.retry().policy(),
                clock);
    }

    @Bean
    ConsumerConcurrency millraceConsumerConcurrency(
            MillraceProperties properties,
            DataSource dataSource,
            ObjectProvider<DataSourcePoolMetadataProvider> pools) {
        return new ConsumerConcurrency(
                properties.consumers().concurrency(),
                dataSource,
                pools.orderedStream().toList());
    }

    @Bean
    AnnotatedConsumers millraceAnnotatedConsumers(ListableBeanFactory beans, Environment environment) {
        return new AnnotatedConsumers(beans, environment);
    }

    @Bean
    ConsumerRunners millraceConsumers(
            ObjectProvider<EventConsumer> consumers,
            ObjectProvider<SagaConsumer> sagas,
            AnnotatedConsumers annotated,
            ConsumerEnvironment consumerEnvironment,
            ConsumerConcurrency concurrency,
            ConsumerFeed feed) {
        List<EventConsumer> all = new ArrayList<>(consumers.orderedStream().toList());
        sagas.ifAvailable(answers -> answers.consumer().ifPresent(all::add));
        all.addAll(annotated.all());
        int each = concurrency.among(all.size());
        return new ConsumerRunners(
                all, consumerEnvironment, (consumer, storage) -> feed.start(consumer, storage, each));
    }

    @Bean
    Subscription.Source<RecordedEvent> millraceEventLog(
            EventStore store, Checkpoints checkpoints, Transactions transactions) {
        return new Subscription.Source<>(store.log(), checkpoints, transactions);
    }

    @Bean
    ProjectionRunners millraceProjections(
            ObjectProvider<Projection<?>> projections,
            ConsumerRunners consumers,
            EventTypes types,
            EventCodec codec,
            Subscription.Source<RecordedEvent> events) {
        List<Projection<?>> overTheStore = projections
                .orderedStream()
                .filter(projection -> !consumers.feeds(projection))
                .toList();
        return new ProjectionRunners(overTheStore, types, codec, events);
    }
}
