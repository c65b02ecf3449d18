package io.millrace.benchmarks;

import java.time.Duration;

/**
 * How much is done.
 *
 * @param window how long a rate is measured
 * @param backlog messages that a relay to Kafka finds, or a consumer
 * @param log events that are caught up with
 * @param many rows behind a cursor in a large table
 * @param few rows behind a cursor in a small one
 */
record Scale(int repetitions, Duration window, int backlog, int log, int many, int few) {

    static Scale full() {
        return new Scale(5, Duration.ofSeconds(2), 500_000, 1_000_000, 5_000_000, 10_000);
    }

    /** Enough to run through every line. */
    static Scale tiny() {
        return new Scale(1, Duration.ofMillis(100), 1_000, 2_000, 2_000, 100);
    }
}
