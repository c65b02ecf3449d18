package io.millrace.marketplace.app;

import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@NeedsRabbitMq
class OrderFlowOverRabbitMqTest extends OrderFlowContract {

    private static TemporaryMarketplace started;

    OrderFlowOverRabbitMqTest() {
        super(started.running());
    }

    @BeforeAll
    static void start() {
        Broker rabbit = new Broker.RabbitMq(URI.create(RabbitMq.shared().uri()));
        started = TemporaryMarketplace.start(Settings.defaults().broker(rabbit));
    }

    @AfterAll
    static void end() {
        started.close();
    }
}
