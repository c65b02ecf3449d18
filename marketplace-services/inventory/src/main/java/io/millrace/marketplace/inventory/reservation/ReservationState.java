package io.millrace.marketplace.inventory.reservation;

/** How far the goods of an order have come. All but the first are the end of a request to set them aside. */
public enum ReservationState {

    /** They are set aside. */
    RESERVED,

    /** There was too little of something, and they never were. */
    REFUSED,

    /** They are for others again, or were called off before anyone asked for them. */
    RELEASED,

    /** They were paid. */
    SOLD,

    /** They were paid, and are for others again. */
    RETURNED
}
