package io.millrace.marketplace.app;

/** With a saga that checks the orders out. */
class OrdersUnderLoadTest extends OrdersUnderLoadContract {

    OrdersUnderLoadTest() {
        super(Checkout.ORCHESTRATED);
    }
}
