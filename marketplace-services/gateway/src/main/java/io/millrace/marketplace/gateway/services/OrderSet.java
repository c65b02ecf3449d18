package io.millrace.marketplace.gateway.services;

/** A set of orders that one service knows. */
public enum OrderSet {

    /** Ordering: paid, shipped or not, and not cancelled. */
    CONFIRMED,

    /** Ordering: the confirmed ones with what each comes to. */
    OWED,

    /** Ordering: paid once, whatever came after. */
    PAID,

    /** Ordering: called off. */
    CANCELLED,

    /** Payment: charged once, whatever came after. */
    CHARGED,

    /** Payment: charged, and given back. */
    REFUNDED,

    /** Payment: charged and not given back, with the amount of each. */
    KEPT,

    /** Payment: it is not decided whether they are charged. */
    OPEN,

    /** Inventory: goods are sold to them. */
    SOLD,

    /** Inventory: goods are set aside for them. */
    RESERVED,

    /** Notification: a confirmation was sent to them, under a Message-ID of its own. */
    MAILED
}
