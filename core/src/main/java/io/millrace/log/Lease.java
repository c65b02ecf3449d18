package io.millrace.log;

/**
 * The right to move a subscription's cursor, until it expires by the clock of the store.
 *
 * @param epoch grows with every change of owner; a move with an older epoch is refused
 */
public record Lease(String subscription, String owner, long epoch) {}
