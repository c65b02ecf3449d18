package io.millrace.spring;

import io.millrace.consumer.ConsumerEnvironment;
import io.millrace.consumer.ConsumerFences;
import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Inbox;
import io.millrace.deadletter.DeadLetters;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.kafka.KafkaPublisher;
import io.millrace.kafka.KafkaSettings;
import io.millrace.log.Checkpoints;
import io.millrace.log.Log;
import io.millrace.log.Subscription;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.IntegrationEvents;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Relay;
import io.millrace.outbox.StoredEventMessages;
import io.millrace.postgres.Database;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.projection.Projection;
import io.millrace.store.EventStore;
import io.millrace.work.Outages;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Relays, consumers and projections, which run for as long as the application does. */
@AutoConfiguration(after = MillraceEventsAutoConfiguration.class)
@ConditionalOnBean(Database.class)
public class MillraceRunnersAutoConfiguration {

    /** The durable name of the relay over the event store. */
    private static final String EVENT_RELAY = "relay:events";

    @Bean
    KafkaConnection millraceKafka(MillraceProperties properties, Environment environment) {
        return new KafkaConnection(properties, environment);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "millrace.relay.enabled", matchIfMissing = true)
    Destinations millraceDestinations(KafkaConnection kafka) {
        return kafka.destinations();
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

    /** What consumers keep in the database. */
    record ConsumerStorage(Transactions transactions, Inbox inbox, ConsumerFences fences, DeadLetters deadLetters) {}

    @Bean
    ConsumerStorage millraceConsumerStorage(
            Transactions transactions, Inbox inbox, ConsumerFences fences, DeadLetters deadLetters) {
        return new ConsumerStorage(transactions, inbox, fences, deadLetters);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "millrace.relay.enabled", matchIfMissing = true)
    RelayRunners millraceRelays(OutgoingLogs logs, RelayStorage storage, Destinations destinations, KafkaConnection kafka) {
        KafkaSettings settings = kafka.publishing(destinations);
        return new RelayRunners(logs.byRelay(), storage::environment, () -> KafkaPublisher.open(settings));
    }

    /** What relays keep in the database. */
    record RelayStorage(Checkpoints checkpoints, DeadLetters deadLetters, Transactions transactions, Clock clock) {

        Relay.Environment environment(Log<OutgoingMessage> log) {
            return new Relay.Environment(log, checkpoints, deadLetters, transactions, clock);
        }
    }

    @Bean
    RelayStorage millraceRelayStorage(
            Checkpoints checkpoints, DeadLetters deadLetters, Transactions transactions, Clock clock) {
        return new RelayStorage(checkpoints, deadLetters, transactions, clock);
    }

    /** What leaves this application, by the durable name of the relay that publishes it. */
    record OutgoingLogs(Map<String, Log<OutgoingMessage>> byRelay) {}

    @Bean
    OutgoingLogs millraceOutgoingLogs(
            @Qualifier("millraceOutboxTable") PostgresOutbox outbox,
            ObjectProvider<IntegrationEvents> integrationEvents,
            EventStore store,
            EventTypes types,
            EventCodec codec) {
        Map<String, Log<OutgoingMessage>> logs = new LinkedHashMap<>();
        logs.put(PostgresOutbox.RELAY, outbox.log());
        integrationEvents.ifAvailable(
                mapping -> logs.put(EVENT_RELAY, new StoredEventMessages(store.log(), types, codec, mapping)));
        return new OutgoingLogs(logs);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "millrace.consumers.enabled", matchIfMissing = true)
    ConsumerRunners millraceConsumers(
            ObjectProvider<EventConsumer> consumers,
            AnnotatedConsumers annotated,
            ConsumerEnvironment environment,
            KafkaConnection kafka) {
        List<EventConsumer> all = new ArrayList<>(consumers.orderedStream().toList());
        all.addAll(annotated.all());
        return new ConsumerRunners(all, environment, kafka.consuming());
    }

    @Bean
    AnnotatedConsumers millraceAnnotatedConsumers(
            ListableBeanFactory beans, Environment environment, Contracts contracts) {
        return new AnnotatedConsumers(beans, environment, contracts.types());
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "millrace.consumers.enabled", matchIfMissing = true)
    ProjectionRunners millraceProjections(
            ObjectProvider<Projection<?>> projections,
            EventStore store,
            EventTypes types,
            EventCodec codec,
            RelayStorage storage) {
        return new ProjectionRunners(
                projections.orderedStream().toList(),
                types,
                codec,
                new Subscription.Source<>(store.log(), storage.checkpoints(), storage.transactions()));
    }

    @Bean
    MillraceLifecycle millraceLifecycle(List<Runners> runners) {
        return new MillraceLifecycle(runners);
    }
}
