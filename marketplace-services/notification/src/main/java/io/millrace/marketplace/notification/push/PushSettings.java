package io.millrace.marketplace.notification.push;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How browsers listen.
 *
 * @param listeners How many may at the same time.
 * @param heartbeat How long a browser hears nothing at the most.
 */
@ConfigurationProperties("marketplace.push")
record PushSettings(
        @DefaultValue("1000") int listeners,
        @DefaultValue("15s") Duration heartbeat) {

    PushSettings {
        if (listeners < 1 || !heartbeat.isPositive()) {
            throw new IllegalArgumentException("marketplace.push needs listeners and heartbeat above 0, not %d and %s"
                    .formatted(listeners, heartbeat));
        }
    }
}
