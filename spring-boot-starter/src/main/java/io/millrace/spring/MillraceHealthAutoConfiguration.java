package io.millrace.spring;

import java.time.Clock;
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
    HealthIndicator millraceHealthIndicator(StatusBoard board, Clock clock, MillraceProperties properties) {
        return new MillraceHealthIndicator(board, clock, properties.health().tolerance());
    }
}
