package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrderFlowWithoutBrokerTest extends OrderFlowContract {

    private static TemporaryMarketplace started;

    OrderFlowWithoutBrokerTest() {
        super(started.running());
    }

    @BeforeAll
    static void start() {
        started = TemporaryMarketplace.start(Settings.defaults().broker(new Broker.None()));
    }

    @AfterAll
    static void end() {
        started.close();
    }

    @Test
    void no_broker_was_started() {
        assertThatThrownBy(() -> started.running().kafka()).isInstanceOf(IllegalStateException.class);
        assertThat(started.directory().resolve("kafka")).doesNotExist();
    }
}
