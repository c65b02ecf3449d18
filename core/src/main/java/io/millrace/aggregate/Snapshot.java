package io.millrace.aggregate;

/**
 * The state of an aggregate at a version, as text.
 *
 * @param schema the version of the state's shape; another one than the reader's is ignored
 */
public record Snapshot(long version, int schema, String text) {}
