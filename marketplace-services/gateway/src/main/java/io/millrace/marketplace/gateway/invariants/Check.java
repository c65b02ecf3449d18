package io.millrace.marketplace.gateway.invariants;

/**
 * Something that must hold, and whether it does.
 *
 * @param detail the figures, and where it does not hold up to five orders to look at
 */
public record Check(String name, boolean ok, String detail) {}
