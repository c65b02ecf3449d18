package io.millrace.consumer;

import io.millrace.event.EventMetadata;

/**
 * An event as a handler gets it.
 *
 * @param subject the id of the aggregate that the event is about
 * @param sequence the version of the aggregate's stream, or 0 if the sender did not say
 */
public record Received<E>(E event, EventMetadata metadata, String subject, long sequence) {}
