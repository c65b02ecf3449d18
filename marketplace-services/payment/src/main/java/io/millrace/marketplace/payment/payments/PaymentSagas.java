package io.millrace.marketplace.payment.payments;

/** Starts sagas. */
interface PaymentSagas {

    /** Starts the saga in the caller's transaction, unless it was started with this key before. */
    <S extends Record> void start(String saga, String key, S state);
}
