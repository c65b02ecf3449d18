package io.millrace.consumer;

import java.util.concurrent.atomic.LongAdder;

/** What a consumer has done since it started. Safe for use by many threads. */
public final class ConsumerStats {

    final LongAdder handled = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder failures = new LongAdder();

    /** Events whose effects committed. */
    public long handled() {
        return handled.sum();
    }

    /** Deliveries that the inbox had seen before. */
    public long duplicates() {
        return duplicates.sum();
    }

    /** Events of types that the consumer does not handle. */
    public long skipped() {
        return skipped.sum();
    }

    /** Messages put into the dead letters. */
    public long parked() {
        return parked.sum();
    }

    /** Transactions that rolled back and were repeated. */
    public long failures() {
        return failures.sum();
    }
}
