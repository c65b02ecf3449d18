package io.millrace.marketplace.app;

import static io.millrace.marketplace.app.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.Eventually;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Over Kafka. */
class OrderFlowTest extends OrderFlowContract {

    OrderFlowTest() {
        super(SharedMarketplace.running());
    }

    @Test
    void the_saga_of_an_order_can_be_looked_at() {
        Order order = shop.place();

        Eventually.passes("the saga ends", () -> {
            JsonNode saga = shop.get("api/sagas/" + order.id()).body();
            assertThat(text(saga, "name")).isEqualTo("place-order");
            assertThat(text(saga, "status")).isEqualTo("COMPLETED");
            assertThat(saga.path("steps").valueStream())
                    .extracting(step -> text(step, "id"))
                    .containsExactly("reserve-stock", "charge-payment", "confirm");
        });
    }
}
