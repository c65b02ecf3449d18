package io.millrace.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive records of a log, in position order.
 *
 * @param through the position up to which the log has been read: at or past the last record, because numbers that
 *     rolled back, and records that were filtered out, are passed too
 */
public record Page<R extends @Nullable Object>(List<R> records, long through) {

    public Page {
        records = List.copyOf(records);
    }
}
