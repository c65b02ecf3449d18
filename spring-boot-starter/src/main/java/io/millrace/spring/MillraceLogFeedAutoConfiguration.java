package io.millrace.spring;

import io.millrace.consumer.LogSource;
import io.millrace.log.Checkpoints;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.postgres.Database;
import io.millrace.spring.MillraceRelayAutoConfiguration.OutgoingLogs;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * No broker: consumers read what is written, here or by other services in this database. Sources of other kinds are
 * beans of type {@link LogSource}; those of this application may be handed to others in the same process.
 */
@AutoConfiguration(after = {MillraceRelayAutoConfiguration.class, MillraceBrokerAutoConfiguration.class})
@ConditionalOnBean(Database.class)
@ConditionalOnProperty(name = "millrace.broker", havingValue = "none")
public class MillraceLogFeedAutoConfiguration {

    @Bean
    @ConditionalOnBean(OutgoingLogs.class)
    LogSources millraceLogSources(OutgoingLogs logs, Destinations destinations, WireNames names) {
        String service = names.service(destinations);
        URI source = names.source(destinations);
        List<LogSource> own = new ArrayList<>();
        logs.byRelay().forEach((name, log) -> own.add(new LogSource(service + "." + name, log, destinations, source)));
        return new LogSources(own);
    }

    @Bean
    OutboxSources millraceOutboxSources(
            MillraceProperties properties, Database database, OutgoingMessages messages, WireNames names) {
        return new OutboxSources(properties.sources(), database, messages, names);
    }

    @Bean
    LogFeed millraceLogFeed(
            ObjectProvider<LogSources> own,
            OutboxSources outboxes,
            ObjectProvider<LogSource> others,
            Checkpoints checkpoints) {
        List<LogSource> all = new ArrayList<>(outboxes.sources());
        own.ifAvailable(sources -> all.addAll(sources.all()));
        others.orderedStream().forEach(all::add);
        return new LogFeed(all, checkpoints);
    }
}
