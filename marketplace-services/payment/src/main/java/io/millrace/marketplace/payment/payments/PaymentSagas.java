package io.millrace.marketplace.payment.payments;

/** Starts the service's sagas, each once for an order, in the caller's transaction. */
interface PaymentSagas {

    void start(Collecting collecting);

    void start(Refunding refunding);
}
