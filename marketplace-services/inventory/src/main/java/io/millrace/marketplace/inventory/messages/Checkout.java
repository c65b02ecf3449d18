package io.millrace.marketplace.inventory.messages;

/** Who sees to it that an order's goods are set aside. */
enum Checkout {

    /** A saga, by commands. */
    ORCHESTRATED,

    /** Nobody: services react to each other's events. Commands are obeyed too. */
    CHOREOGRAPHED
}
