package io.millrace.spring;

import io.millrace.postgres.PostgresEventStore;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.postgres.SettledLog;
import io.millrace.store.EventStore;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The part {@code millrace} of the application's health. */
@AutoConfiguration(
        after = MillraceRunnersAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(StatusBoard.class)
public class MillraceHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "millraceHealthIndicator")
    @ConditionalOnEnabledHealthIndicator("millrace")
    HealthIndicator millraceHealthIndicator(
            StatusBoard board,
            EventStore store,
            @Qualifier("millraceOutboxTable") PostgresOutbox outbox,
            RetentionRunner retention,
            Clock clock,
            MillraceProperties properties) {
        Map<String, SettledLog<?>> logs = new LinkedHashMap<>();
        logs.put("outbox", outbox.log());
        if (store instanceof PostgresEventStore events) {
            logs.put("events", events.log());
        }
        return new MillraceHealthIndicator(
                board, logs, retention, clock, properties.health().tolerance());
    }
}
