package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Answer;
import io.millrace.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shop does whose prices are on a broker that does not come up. */
class PricesTest {

    private static final String ORDER = """
            {"customerId": "c", "email": "c@example.com", "items": [{"sku": "APRON-LINEN", "quantity": 1}]}
            """;
    private static final Duration FOR_KAFKA = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("try") // the port is given up while the shop runs
    void a_fresh_shop_opens_without_kafka_and_refuses_orders_until_the_prices_come() throws IOException {
        try (ServerSocket inTheWay = portOfSomebodyElse();
                Marketplace marketplace = Marketplace.start(folder.resolve("data"), kafkaAt(inTheWay))) {
            Shop shop = new Shop(marketplace.url());
            Answer tooEarly = shop.post("api/orders", ORDER);
            inTheWay.close();
            marketplace.kafka().startNow();

            assertThat(tooEarly.status()).isEqualTo(503);
            assertThat(tooEarly.response().headers().firstValue("Retry-After")).isPresent();
            assertThat(Shop.text(tooEarly.body(), "detail")).contains("prices have not arrived");
            Eventually.passes("it takes orders", FOR_KAFKA, () -> assertThat(
                            shop.post("api/orders", ORDER).status())
                    .isEqualTo(201));
        }
    }

    @Test
    void a_shop_that_has_heard_of_prices_once_takes_orders_without_kafka() throws IOException {
        Path data = folder.resolve("data");
        Marketplace.start(data, Settings.defaults().broker(new Broker.None())).close();

        try (ServerSocket inTheWay = portOfSomebodyElse();
                Marketplace marketplace = Marketplace.start(data, kafkaAt(inTheWay))) {
            Answer answer = new Shop(marketplace.url()).post("api/orders", ORDER);

            assertThat(answer.status()).isEqualTo(201);
            assertThat(marketplace.kafka().isReady()).isFalse();
        }
    }

    private static ServerSocket portOfSomebodyElse() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static Settings kafkaAt(ServerSocket inTheWay) {
        return Settings.defaults()
                .ports(new Ports(0, inTheWay.getLocalPort(), 0))
                .pricesWithin(Duration.ofMillis(200));
    }
}
