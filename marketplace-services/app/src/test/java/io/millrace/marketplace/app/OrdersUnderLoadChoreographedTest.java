package io.millrace.marketplace.app;

/** With services that react to each other. */
class OrdersUnderLoadChoreographedTest extends OrdersUnderLoadContract {

    OrdersUnderLoadChoreographedTest() {
        super(Checkout.CHOREOGRAPHED);
    }
}
