package io.millrace.consumer;

import java.util.concurrent.atomic.LongAdder;

/** What a consumer has done since it started. Safe for use by many threads. */
public final class ConsumerStats {

    final LongAdder handled = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder held = new LongAdder();
    final LongAdder redriven = new LongAdder();
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

    /** Messages put aside because they come after a parked one of their key. */
    public long held() {
        return held.sum();
    }

    /** Dead letters that were handled after all. */
    public long redriven() {
        return redriven.sum();
    }

    /** Transactions that rolled back and were repeated. */
    public long failures() {
        return failures.sum();
    }

    void add(BatchTransaction.Outcome outcome) {
        handled.add(outcome.handled());
        duplicates.add(outcome.duplicates());
        skipped.add(outcome.skipped());
        parked.add(outcome.parked());
        held.add(outcome.held());
    }
}
