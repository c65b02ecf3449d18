package io.millrace.store;

/**
 * The result of an append.
 *
 * @param version the version of the stream now
 * @param position of the last event appended
 */
public record Appended(StreamId stream, long version, long position) {}
