package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KafkaOutageTest {

    private static final Duration RECOVERY = Duration.ofSeconds(90);

    private final Marketplace marketplace = SharedMarketplace.running();
    private final Shop shop = SharedMarketplace.shop();

    @Test
    void RL_6_orders_placed_while_kafka_is_killed_are_accepted_and_arrive_when_it_is_back() {
        List<Order> orders = new ArrayList<>(List.of(shop.place(), shop.place()));
        Eventually.passes(
                "Kafka is up", () -> assertThat(shop.mails(orders.getFirst())).hasSize(1));

        marketplace.kafka().kill();
        for (int i = 0; i < 20; i++) {
            orders.add(shop.place());
        }
        marketplace.kafka().startNow();
        orders.add(shop.place());

        Eventually.passes("every order has arrived", RECOVERY, () -> {
            for (Order order : orders) {
                assertThat(shop.list(order)).hasSize(1);
                assertThat(shop.mails(order)).hasSize(1);
            }
        });
    }
}
