package io.millrace.store;

import io.millrace.event.EventMetadata;
import io.millrace.log.Positioned;

/**
 * An event as it is stored.
 *
 * @param position in the log of all streams
 * @param version in its stream, counted from 1 without holes
 * @param text the payload as the codec wrote it; decoded only by those who handle the type
 */
public record RecordedEvent(long position, StreamId stream, long version, EventMetadata metadata, String text)
        implements Positioned {}
