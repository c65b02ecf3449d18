package io.millrace.marketplace.inventory.stock;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When products are refilled by themselves.
 *
 * @param enabled Whether they are at all.
 * @param below A product of which less is left is refilled.
 * @param by How many are added.
 * @param every How long to wait between two looks.
 */
@ConfigurationProperties("marketplace.replenisher")
record Replenishing(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("20") int below,
        @DefaultValue("100") int by,
        @DefaultValue("10s") Duration every) {

    Replenishing {
        if (below < 1 || by < 1 || !every.isPositive()) {
            throw new IllegalArgumentException(
                    "marketplace.replenisher needs below, by and every above 0, not %d, %d and %s"
                            .formatted(below, by, every));
        }
    }
}
