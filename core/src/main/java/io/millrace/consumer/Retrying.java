package io.millrace.consumer;

import io.millrace.consumer.IncomingMessage.Origin;
import java.time.Instant;

/**
 * What a consumer repeats at present.
 *
 * @param at the first message of those that failed
 * @param attempts that failed so far
 * @param next when it is tried again
 */
public record Retrying(Origin at, int attempts, Instant next, Throwable failure) {}
