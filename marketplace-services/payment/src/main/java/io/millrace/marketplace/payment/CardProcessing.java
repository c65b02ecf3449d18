package io.millrace.marketplace.payment;

import io.millrace.marketplace.payment.processor.CardProcessor;
import io.millrace.marketplace.payment.processor.HttpCardProcessor;
import io.millrace.marketplace.payment.simulator.CardProcessorSimulator;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to the card processor, and the processor where it is simulated. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CardProcessorProperties.class)
class CardProcessing {

    @Bean
    @ConditionalOnProperty("marketplace.card-processor.simulated")
    CardProcessorSimulator simulator(CardProcessorProperties properties, DataSource database) {
        return CardProcessorSimulator.onDatabase(properties.port(), properties.simulator(), database);
    }

    @Bean
    CardProcessor cardProcessor(CardProcessorProperties properties, ObjectProvider<CardProcessorSimulator> simulator) {
        CardProcessorSimulator own = simulator.getIfAvailable();
        return new HttpCardProcessor(own == null ? properties.url() : own.url(), properties.limits());
    }
}
