package io.millrace.spring;

import io.millrace.deadletter.DeadLetters;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.log.Checkpoints;
import io.millrace.log.Log;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.IntegrationEvents;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.Relay;
import io.millrace.outbox.StoredEventMessages;
import io.millrace.postgres.Database;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.store.EventStore;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * What leaves this application: what stands in the outbox and, where it is mapped, in the event store; and the relays
 * that publish it, where there is a broker.
 */
@AutoConfiguration(after = MillraceEventsAutoConfiguration.class)
@ConditionalOnBean(Database.class)
@ConditionalOnBooleanProperty(name = "millrace.relay.enabled", matchIfMissing = true)
public class MillraceRelayAutoConfiguration {

    /** The durable name of the relay over the event store. */
    private static final String EVENT_RELAY = "events";

    /** What the relays publish, by their durable names. */
    record OutgoingLogs(Map<String, Log<? extends Outgoing>> byRelay) {}

    /** What relays keep in the database. */
    record RelayStorage(Checkpoints checkpoints, DeadLetters deadLetters, Transactions transactions, Clock clock) {

        Relay.Environment environment(Log<? extends Outgoing> log) {
            return new Relay.Environment(log, checkpoints, deadLetters, transactions, clock);
        }
    }

    @Bean
    OutgoingLogs millraceOutgoingLogs(
            @Qualifier("millraceOutboxTable") PostgresOutbox outbox,
            ObjectProvider<IntegrationEvents> integrationEvents,
            EventStore store,
            EventTypes types,
            EventCodec codec) {
        Map<String, Log<? extends Outgoing>> logs = new LinkedHashMap<>();
        logs.put(PostgresOutbox.SUBSCRIPTION, outbox.log());
        integrationEvents.ifAvailable(
                mapping -> logs.put(EVENT_RELAY, new StoredEventMessages(store.log(), types, codec, mapping)));
        return new OutgoingLogs(logs);
    }

    @Bean
    RelayStorage millraceRelayStorage(
            Checkpoints checkpoints, DeadLetters deadLetters, Transactions transactions, Clock clock) {
        return new RelayStorage(checkpoints, deadLetters, transactions, clock);
    }

    @Bean
    @Conditional(OnBroker.class)
    RelayRunners millraceRelays(
            OutgoingLogs logs, RelayStorage storage, Destinations destinations, MessageBroker broker) {
        return new RelayRunners(logs.byRelay(), storage::environment, broker.publishers(destinations));
    }
}
