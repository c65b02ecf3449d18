package io.millrace.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters {@code millrace.*}, for whatever registries the application has. */
@AutoConfiguration(after = MillraceRunnersAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(StatusBoard.class)
public class MillraceMetricsAutoConfiguration {

    @Bean
    MeterBinder millraceMetrics(
            StatusBoard board, ObjectProvider<ConsumerRunners> consumers, RetentionRunner retention, Clock clock) {
        return new MillraceMetrics(board, consumers.orderedStream().toList(), retention, clock);
    }
}
