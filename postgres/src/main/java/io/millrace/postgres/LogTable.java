package io.millrace.postgres;

/**
 * A table that is read as a log: a {@code position} column with a sequence of its own.
 *
 * @param columns in the order in which the reader expects them
 * @param writtenAt the column that says when a record was written
 */
record LogTable<R>(String name, String columns, String writtenAt, Sql.Row<R> reader) {}
