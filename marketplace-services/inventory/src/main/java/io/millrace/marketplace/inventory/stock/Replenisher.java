package io.millrace.marketplace.inventory.stock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Refills products that run low, where it is switched on; several of these refill a product once. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(Replenishing.class)
@ConditionalOnBooleanProperty("marketplace.replenisher.enabled")
class Replenisher implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(Replenisher.class);

    private final Stock stock;
    private final Replenishing settings;

    Replenisher(Stock stock, Replenishing settings) {
        this.stock = stock;
        this.settings = settings;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(this::refill, settings.every());
    }

    /** Each product in a transaction of its own, so that orders wait for one at the most. */
    private void refill() {
        for (String sku : stock.below(settings.below())) {
            if (stock.replenishBelow(settings.below(), new Line(sku, settings.by()))) {
                log.info("{} more of {} are in stock", settings.by(), sku);
            }
        }
    }
}
