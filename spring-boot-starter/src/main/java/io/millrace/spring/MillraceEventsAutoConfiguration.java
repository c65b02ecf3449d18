package io.millrace.spring;

import io.millrace.aggregate.CommandHandler;
import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.IntegrationEvents;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.postgres.Database;
import io.millrace.postgres.JdbcTransactions;
import io.millrace.postgres.PostgresEventStore;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.store.EventStore;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** What the application does with its events: stores them, and publishes them through the outbox. */
@AutoConfiguration(after = {MillraceDatabaseAutoConfiguration.class, MillraceJpaAutoConfiguration.class})
@ConditionalOnBean(Database.class)
public class MillraceEventsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EventTypes millraceEventTypes() {
        throw new StartRefusedException(
                "Millrace reads and writes only the events that an EventTypes bean lists, and there is none.", """
                Add the bean to a configuration class, with your event records or the sealed interfaces over them:

                    @Bean
                    EventTypes eventTypes() {
                        return EventTypes.of(OrderEvent.class);
                    }""");
    }

    @Bean
    @ConditionalOnMissingBean
    EventCodec millraceEventCodec(EventTypes types) {
        return new JsonEventCodec(types);
    }

    @Bean
    Contracts millraceContracts(
            ObjectProvider<IntegrationEvents> integrationEvents, EventTypes types, EventCodec codec) {
        IntegrationEvents events = integrationEvents.getIfAvailable();
        return events == null
                ? new Contracts(types, codec)
                : new Contracts(events.contracts(), new JsonEventCodec(events.contracts()));
    }

    @Bean
    @ConditionalOnMissingBean
    EventStore millraceEventStore(Database database, EventCodec codec) {
        return new PostgresEventStore(database, codec);
    }

    @Bean
    @ConditionalOnMissingBean
    OutgoingMessages millraceOutgoingMessages(Contracts contracts, Clock clock) {
        return new OutgoingMessages(contracts.types(), contracts.codec(), clock);
    }

    /** The table behind the outbox; not the one to inject. */
    @Bean(defaultCandidate = false)
    PostgresOutbox millraceOutboxTable(Database database, OutgoingMessages messages) {
        return new PostgresOutbox(database, messages);
    }

    @Bean
    @ConditionalOnMissingBean
    Outbox millraceOutbox(
            JdbcTransactions transactions,
            OutgoingMessages messages,
            ObjectProvider<Flush> flush,
            @Qualifier("millraceOutboxTable") PostgresOutbox table) {
        return transactions instanceof SpringTransactions spring
                ? new TransactionalOutbox(spring, messages, flush.getIfAvailable(Flush::nothing), table::write)
                : table;
    }

    @Bean
    @ConditionalOnMissingBean
    CommandHandler.Environment millraceCommandEnvironment(
            EventStore store, JdbcTransactions transactions, EventTypes types, EventCodec codec, Clock clock) {
        return new CommandHandler.Environment(store, transactions, types, codec, clock);
    }
}
