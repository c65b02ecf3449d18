package io.millrace.marketplace.payment.payments;

import io.millrace.saga.Saga;
import io.millrace.saga.Sagas;
import org.springframework.beans.factory.ObjectProvider;

/** Looks its parts up when something starts, for the definitions need the payments, which need this. */
record DurableSagas(
        ObjectProvider<Sagas> sagas, ObjectProvider<Saga<Collecting>> collect, ObjectProvider<Saga<Refunding>> refund)
        implements PaymentSagas {

    @Override
    public void start(Collecting collecting) {
        sagas.getObject().start(collect.getObject(), collecting.orderId().toString(), collecting);
    }

    @Override
    public void start(Refunding refunding) {
        sagas.getObject().start(refund.getObject(), refunding.orderId().toString(), refunding);
    }
}
