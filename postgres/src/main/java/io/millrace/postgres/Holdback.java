package io.millrace.postgres;

import java.time.Instant;

/**
 * An append that is still open, and holds back what was appended after it.
 *
 * @param backendPid of the server process, to be found in {@code pg_stat_activity}; 0 for a prepared transaction
 * @param since when it was first seen
 * @param after everything up to this position is settled
 */
public record Holdback(int backendPid, Instant since, long after) {}
