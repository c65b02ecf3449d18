package io.millrace.consumer;

import java.util.concurrent.Semaphore;

/**
 * What the partitions of a consumer share.
 *
 * @param batch messages handled at a time
 * @param buffered so many messages that wait in a partition are enough
 * @param permits one for each partition that may be worked at the same time; each takes a connection
 */
public record WorkLimits(int batch, int buffered, Semaphore permits) {

    /** Batches as the consumer takes them, and two batches ahead. */
    public static WorkLimits of(EventConsumer consumer, int batch, int concurrency) {
        return new WorkLimits(Math.min(batch, consumer.largestBatch()), 2 * batch, new Semaphore(concurrency, true));
    }
}
