package io.millrace.marketplace.app;

/** Over Kafka. */
class OrderFlowTest extends OrderFlowContract {

    OrderFlowTest() {
        super(SharedMarketplace.running());
    }
}
