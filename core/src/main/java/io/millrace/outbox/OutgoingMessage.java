package io.millrace.outbox;

import io.millrace.event.EventMetadata;

/**
 * A message on its way to the broker.
 *
 * @param position in the log that the relay reads
 * @param aggregateType chooses the destination
 * @param key the aggregate's id
 * @param sequence the version of the aggregate's stream, or 0 if it has none
 * @param payload JSON
 */
public record OutgoingMessage(
        long position, String aggregateType, String key, long sequence, EventMetadata metadata, String payload)
        implements Outgoing {}
