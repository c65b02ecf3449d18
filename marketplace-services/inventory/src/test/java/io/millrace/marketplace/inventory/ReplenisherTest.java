package io.millrace.marketplace.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.marketplace.inventory.reservation.Reservations;
import io.millrace.testkit.Eventually;
import org.junit.jupiter.api.Test;

class ReplenisherTest {

    @Test
    void a_product_that_runs_low_is_refilled_and_no_other() {
        try (InventoryService inventory = service("--marketplace.replenisher.below=20")) {
            String enough = inventory.product(20);
            String low = inventory.product(25);

            inventory.bean(Reservations.class).reserve(AnOrder.of(6, low).request());

            Eventually.holds("it is refilled", () -> inventory.available(low) == 119);
            assertThat(inventory.available(enough)).isEqualTo(20);
            assertThat(inventory.get("/totals").number("replenished")).isEqualTo(100);
        }
    }

    @Test
    void a_replenisher_that_adds_nothing_is_refused() {
        assertThatThrownBy(() -> service("--marketplace.replenisher.by=0").close())
                .rootCause()
                .hasMessageContaining("above 0");
    }

    private static InventoryService service(String setting) {
        return new InventoryService(
                "--millrace.relay.enabled=false",
                "--millrace.consumers.enabled=false",
                "--marketplace.replenisher.enabled=true",
                "--marketplace.replenisher.every=10ms",
                setting);
    }
}
