package io.millrace.saga;

/**
 * What a remote call is made under.
 *
 * @param key the idempotency key: the same for all attempts of a step, and for its probe and its undo
 * @param number of the attempt, from 1
 */
public record Attempt(String key, int number) {}
