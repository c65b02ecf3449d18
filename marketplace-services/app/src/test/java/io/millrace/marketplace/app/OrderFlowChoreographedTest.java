package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Over Kafka, where nobody conducts the checkout. */
class OrderFlowChoreographedTest extends OrderFlowContract {

    private static TemporaryMarketplace started;

    OrderFlowChoreographedTest() {
        super(started.running());
    }

    @BeforeAll
    static void start() {
        started = TemporaryMarketplace.start(Settings.defaults().checkout(Checkout.CHOREOGRAPHED));
    }

    @AfterAll
    static void end() {
        started.close();
    }

    @Test
    void no_saga_checks_an_order_out() {
        assertThat(shop.get("api/sagas/" + shop.place().id()).status()).isEqualTo(404);
    }
}
