package io.millrace.marketplace.ordering.checkout;

/** Who sees to it that a placed order is supplied and paid. */
enum CheckoutMode {

    /** A saga, by commands. */
    ORCHESTRATED,

    /** Nobody: services react to each other's events. */
    CHOREOGRAPHED
}
